// Which library an address lies in, as of the last library that was loaded.
//
// Not asked of Frida's own list: a thread that loads a library holds that list's lock while it waits for JavaScript
// to hear of it, and JavaScript that waited for the list would wait for ever.

const map = new ModuleMap();
let number = 0;

export function moduleAt(address: NativePointer): Module | null {
  return map.find(address);
}

/** To be called before hooks are installed. */
export function lookAround(): void {
  map.update();
  number++;
}

/** To be called by who hears that a library was loaded. */
export function heardOf(module: Module): void {
  if (map.has(module.base)) return;
  map.update();
  number++;
}

/** Changes when what is known of addresses may have. */
export function generation(): number {
  return number;
}
