// Base64 (RFC 4648) to bytes: short texts only, the other way is the C part's.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export function decode(text: string): number[] {
  const values = new Uint8Array(128);
  Array.from(LETTERS).forEach((letter, i) => { values[letter.charCodeAt(0)] = i; });
  const bytes: number[] = [];
  const at = (i: number): number => values[text.charCodeAt(i)] ?? 0;
  for (let i = 0; i < text.length; i += 4) {
    const four = at(i) << 18 | at(i + 1) << 12 | at(i + 2) << 6 | at(i + 3);
    bytes.push(four >> 16, four >> 8 & 0xff, four & 0xff);
  }
  return bytes.slice(0, bytes.length - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0));
}
