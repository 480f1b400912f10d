// A function too short for Frida's plain jump (14 bytes on x64) gets one of 5 bytes to a place near by.
//
// Frida's other way goes through a trampoline that stays on the stack of a thread waiting in the function, and keeps
// the script from being unloaded until the last of them returns: for `read` that may be never.

const JUMP = 5;
const NEAR = 0x7ff00000;
const ROOM = 128;

/** A function's beginning replaced by a jump; in force at once. */
export class Patch {
  private readonly before: ArrayBuffer;
  /** Not to be collected: code runs from it. */
  readonly memory: NativePointer;

  /** Whether this processor's code is written here. */
  static get possible(): boolean {
    return Process.arch === "x64";
  }

  /** `ready` is told where the original goes on, before the first call can come. */
  constructor(private readonly address: NativePointer, target: NativePointer, ready: (original: NativePointer) => void) {
    const memory = Memory.alloc(Process.pageSize, { near: address, maxDistance: NEAR });
    const moved = memory.add(ROOM);
    Memory.patchCode(memory, 2 * ROOM, (code) => {
      const jump = new X86Writer(code, { pc: memory });
      jump.putJmpAddress(target);
      jump.flush();
      move(address, code.add(ROOM), moved);
    });
    ready(moved);
    this.before = address.readByteArray(JUMP) ?? fail();
    Memory.patchCode(address, JUMP, (code) => {
      const writer = new X86Writer(code, { pc: address });
      writer.putJmpAddress(memory);
      writer.flush();
      if (writer.offset !== JUMP) fail();
    });
    this.memory = memory;
  }

  revert(): void {
    Memory.patchCode(this.address, JUMP, (code) => { code.writeByteArray(this.before); });
  }
}

/** Write the instructions that the jump overwrites to another place, and a jump back behind them. */
function move(address: NativePointer, code: NativePointer, pc: NativePointer): void {
  const writer = new X86Writer(code, { pc });
  const relocator = new X86Relocator(address, writer);
  let size = 0;
  while (size < JUMP) {
    size = relocator.readOne();
    if (size === 0 || (relocator.eoi && size < JUMP)) fail();
  }
  relocator.writeAll();
  if (!relocator.eoi) writer.putJmpAddress(address.add(size));
  writer.flush();
}

function fail(): never {
  throw new Error("the function's beginning cannot be moved");
}
