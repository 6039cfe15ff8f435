export function twice(value) {
  return 2 * value;
}
