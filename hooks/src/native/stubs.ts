// Machine code in front of the C entry of functions that threads wait in (read, ioctl, syscall…): calls of no
// interest go straight on to the original and leave nothing of ours on the stack, so that a thread parked there
// does not return into the agent's memory after the agent is gone.

import { MOST_DESCRIPTORS } from "./filter.js";

/** What a stub looks at: a followed descriptor, or an argument (shifted right by `shift`) being one of few numbers. */
export type Gate =
  | { readonly on: "descriptor"; readonly marks: NativePointer }
  | { readonly on: "number"; readonly argument: 0 | 1; readonly shift: 0 | 8; readonly values: readonly number[] };

export const STUB_BYTES = 128;

/** Whether this processor's code is written here; elsewhere the C entry takes every call. */
export function hasStubs(): boolean {
  return Process.arch === "x64" || Process.arch === "arm64";
}

/**
 * Write into `at` (STUB_BYTES of memory, made executable afterwards by the caller): jump to `slow` if the gate
 * opens, else to the address that `original` points to.
 */
export function writeStub(at: NativePointer, gate: Gate, original: NativePointer, slow: NativePointer): void {
  const bytes = Process.arch === "x64" ? x64(gate, original, slow) : arm64(gate, original, slow);
  if (bytes.length > STUB_BYTES) throw new Error("a stub too long");
  at.writeByteArray(bytes);
}

function word(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, (value >>> 24) & 0xff];
}

function address(pointer: NativePointer): number[] {
  const high = pointer.shr(32).and(0xffffffff).toUInt32();
  return [...word(pointer.and(0xffffffff).toUInt32()), ...word(high)];
}

function x64(gate: Gate, original: NativePointer, slow: NativePointer): number[] {
  // r10 and r11 belong to nobody at a function's entry (System V ABI, x86-64 supplement, 3.2.3).
  const on = [0x49, 0xbb, ...address(original), 0x41, 0xff, 0x23]; // movabs r11, original; jmp [r11]
  const out = [0x49, 0xbb, ...address(slow), 0x41, 0xff, 0xe3]; // movabs r11, slow; jmp r11
  if (gate.on === "descriptor") {
    return [
      0x41, 0x89, 0xfa, // mov r10d, edi
      0x41, 0x81, 0xfa, ...word(MOST_DESCRIPTORS), // cmp r10d, MOST_DESCRIPTORS
      0x73, 10 + 5 + 2, // jae on
      0x49, 0xbb, ...address(gate.marks), // movabs r11, marks
      0x43, 0x80, 0x3c, 0x13, 0x00, // cmp byte [r11 + r10], 0
      0x75, on.length, // jne out
      ...on, ...out,
    ];
  }
  const load = [0x41, 0x89, gate.argument === 0 ? 0xfa : 0xf2]; // mov r10d, edi or esi
  if (gate.shift !== 0) load.push(0x41, 0xc1, 0xea, gate.shift); // shr r10d, shift
  const tests = gate.values.flatMap((value, i) => {
    const after = (gate.values.length - 1 - i) * 9 + on.length;
    return [0x41, 0x81, 0xfa, ...word(value), 0x74, after]; // cmp r10d, value; je out
  });
  return [...load, ...tests, ...on, ...out];
}

function arm64(gate: Gate, original: NativePointer, slow: NativePointer): number[] {
  // x16 and x17 are the scratch registers of a call (Procedure Call Standard for the Arm 64-bit Architecture, 6.1.1).
  const code: number[] = [];
  const tests = gate.on === "descriptor" ? 5 : 1 + 2 * gate.values.length;
  const toOut = (): number => tests + 3 - code.length;
  const literals = Math.ceil((tests + 5) / 2) * 2;
  const load = (slot: number): number => 0x58000010 | ((literals + 2 * slot - code.length) << 5); // ldr x16, literal
  if (gate.on === "descriptor") {
    code.push(0x7140041f); // cmp w0, #1, lsl #12 (MOST_DESCRIPTORS)
    code.push(0x54000002 | ((tests - code.length) << 5)); // b.hs on
    code.push(load(2)); // marks
    code.push(0x38604a11); // ldrb w17, [x16, w0, uxtw]
    code.push(0x35000011 | (toOut() << 5)); // cbnz w17, out
  } else {
    if (gate.shift === 0) code.push(gate.argument === 0 ? 0x2a0003f0 : 0x2a0103f0); // mov w16, w0 or w1
    else code.push(gate.argument === 0 ? 0x53087c10 : 0x53087c30); // lsr w16, w0 or w1, #8
    for (const value of gate.values) {
      code.push(0x7100021f | (value << 10)); // cmp w16, value (12 bits)
      code.push(0x54000000 | (toOut() << 5)); // b.eq out
    }
  }
  code.push(load(0), 0xf9400210, 0xd61f0200); // ldr x16, original; ldr x16, [x16]; br x16
  code.push(load(1), 0xd61f0200); // out: ldr x16, slow; br x16
  while (code.length < literals) code.push(0xd503201f); // nop
  const marks = gate.on === "descriptor" ? gate.marks : NULL;
  return [...code.flatMap((instruction) => word(instruction)), ...[original, slow, marks].flatMap(address)];
}
