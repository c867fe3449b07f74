#!/usr/bin/env -S node --max-semi-space-size=32
import { runProgram } from './run-program.js';

/** What is started: `dist/billing-graphql.js`. All else is in `main.ts`. */
runProgram();
