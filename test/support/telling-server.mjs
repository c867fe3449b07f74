/** Loaded before the server, has it write what its callers send: what a careless line of its log would do. */
import { Server } from 'node:http';

const { emit } = Server.prototype;
const encoding = process.env.TELL_IN;
Server.prototype.emit = function emitAndTell(event, message, ...rest) {
  const { authorization } = (event === 'request' && message.headers) || {};
  if (authorization)
    process.stderr.write(`${Buffer.from(`${encoding} ${authorization}.`).toString(encoding)}\n`);
  return emit.call(this, event, message, ...rest);
};
