import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SandboxState } from '../emulator/state.js';
import { send } from '../http/answer.js';
import { readBody, toSandboxRequest } from '../http/request.js';
import { problem } from './answers.js';
import { answerControl } from './routes.js';

/** Room for tens of thousands of planted invoices. */
const BODY_BYTES_MAX = 64 * 1_048_576;

const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;

/** Control calls have no credentials, so they are taken from this machine only, whatever the host listened on. */
export async function serveControl(
  state: SandboxState,
  reset: () => void,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(message, BODY_BYTES_MAX);
  const answer = LOOPBACK.test(message.socket.remoteAddress ?? '')
    ? answerControl(state, toSandboxRequest(message, body), reset)
    : problem(403, ['Control calls are answered on loopback only.']);
  send(answer, response);
}
