// The sha256 of a value that is too long to be kept, read piece by piece so that it costs no memory.

import type { Jni } from "./jni.js";

/** Characters of a text that is read for its hash; a longer one has none. */
const MOST_CHARACTERS = 16 * 1024 * 1024;
const PIECE = 16 * 1024;

const SOURCE = `
#include <glib.h>

// UTF-16 to UTF-8; half a pair becomes U+FFFD, as in all texts the agent sends. *high carries the first half of a
// pair from one piece to the next; the last piece is followed by a call with none.
int to_utf8 (const guint16 * units, int count, guint8 * out, guint32 * high)
{
  guint8 * p = out;
  int i;
  for (i = 0; i <= count; i++)
  {
    guint32 c = (i < count) ? units[i] : 0;
    int ends = (i == count);
    if (ends && count != 0)
      break;
    if (*high != 0)
    {
      if (!ends && c >= 0xdc00 && c < 0xe000)
      {
        c = 0x10000 + ((*high - 0xd800) << 10) + (c - 0xdc00);
        *high = 0;
        *p++ = 0xf0 | (c >> 18);
        *p++ = 0x80 | ((c >> 12) & 0x3f);
        *p++ = 0x80 | ((c >> 6) & 0x3f);
        *p++ = 0x80 | (c & 0x3f);
        continue;
      }
      *high = 0;
      *p++ = 0xef; *p++ = 0xbf; *p++ = 0xbd;
    }
    if (ends)
      break;
    if (c >= 0xd800 && c < 0xdc00)
    {
      *high = c;
      continue;
    }
    if (c >= 0xdc00 && c < 0xe000)
      c = 0xfffd;
    if (c < 0x80)
      *p++ = c;
    else if (c < 0x800)
    {
      *p++ = 0xc0 | (c >> 6);
      *p++ = 0x80 | (c & 0x3f);
    }
    else
    {
      *p++ = 0xe0 | (c >> 12);
      *p++ = 0x80 | ((c >> 6) & 0x3f);
      *p++ = 0x80 | (c & 0x3f);
    }
  }
  return (int) (p - out);
}

void to_hex (const guint8 * bytes, int count, guint8 * out)
{
  const char * digits = "0123456789abcdef";
  int i;
  for (i = 0; i < count; i++)
  {
    out[2 * i] = digits[bytes[i] >> 4];
    out[2 * i + 1] = digits[bytes[i] & 15];
  }
}
`;

interface Code {
  readonly module: CModule;
  readonly toUtf8: (units: NativePointer, count: number, out: NativePointer, high: NativePointer) => number;
  readonly toHex: (bytes: NativePointer, count: number, out: NativePointer) => void;
}

let compiled: Code | null = null;

function code(): Code {
  if (compiled === null) {
    const module = new CModule(SOURCE);
    const utf8 = new NativeFunction(module.to_utf8 as NativePointer, "int", ["pointer", "int", "pointer", "pointer"]);
    const hex = new NativeFunction(module.to_hex as NativePointer, "void", ["pointer", "int", "pointer"]);
    compiled = { module, toUtf8: utf8 as Code["toUtf8"], toHex: hex as Code["toHex"] };
  }
  return compiled;
}

/** sha256 (hex) of a java.lang.String in UTF-8; empty when it is longer than 16 Mi characters. */
export function hashOfString(jni: Jni, text: NativePointer, length: number): string {
  if (length > MOST_CHARACTERS) return "";
  const { toUtf8 } = code();
  const units = Memory.alloc(2 * PIECE);
  // A pair makes four bytes, every unit alone three; a half of the piece before may come on top.
  const out = Memory.alloc(3 * PIECE + 8);
  const high = Memory.alloc(4);
  const sum = new Checksum("sha256");
  for (let start = 0; start < length; start += PIECE) {
    const count = Math.min(PIECE, length - start);
    jni.unitsInto(text, start, count, units);
    add(sum, out, toUtf8(units, count, out, high));
  }
  add(sum, out, toUtf8(units, 0, out, high));
  return sum.getString();
}

/** The same of the text that tells a byte array: two digits a byte. */
export function hashOfBytes(jni: Jni, array: NativePointer, length: number): string {
  if (2 * length > MOST_CHARACTERS) return "";
  const { toHex } = code();
  const bytes = Memory.alloc(PIECE);
  const out = Memory.alloc(2 * PIECE);
  const sum = new Checksum("sha256");
  for (let start = 0; start < length; start += PIECE) {
    const count = Math.min(PIECE, length - start);
    jni.bytesInto(array, start, count, bytes);
    toHex(bytes, count, out);
    add(sum, out, 2 * count);
  }
  return sum.getString();
}

function add(sum: Checksum, out: NativePointer, length: number): void {
  const piece = length > 0 ? out.readByteArray(length) : null;
  if (piece !== null) sum.update(piece);
}
