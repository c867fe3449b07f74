/**
 * The page and the API on one origin: a browser then asks for no CORS, and the tokens stay in headers of one host. An own
 * page needs no more than this `proxy`.
 */
const apiUrl = process.env.BILLING_URL ?? 'http://localhost:4000';

const proxy = { '/graphql': apiUrl, '/export': apiUrl };

export default {
  root: import.meta.dirname,
  clearScreen: false,
  build: { target: 'es2023', reportCompressedSize: false },
  server: { proxy },
  preview: { proxy },
};
