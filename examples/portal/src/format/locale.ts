/** The language that figures and dates are written in: the browser's. */
export const locale = navigator.language;
