// SPDX-License-Identifier: MIT OR Apache-2.0

export const results = { spaced: 10, quoted: 100, deleted: 1000 };

const of = (name) => () => results[name];
const spaced = of('spaced');
const quoted = of('quoted');
const deleted = of('deleted');

export { spaced as 'a b', quoted as '\'};globalThis.PWNED = 1;//', deleted as delete };
export default of('default');
