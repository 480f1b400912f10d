// The measure of bench/hook_overhead.py: a hook that does nothing but call the original, the way everybody writes it.

import { settle } from "../lib/bridge.js";

import Java from "frida-java-bridge";

rpc.exports = {
  install(cls: string, method: string): Promise<void> {
    Java.performNow(() => {
      const wrapper = Java.use(cls) as unknown as Record<string, { implementation: unknown; call(self: unknown): unknown }>;
      const target = wrapper[method];
      if (target === undefined) throw new Error(`no method ${method}`);
      target.implementation = function (this: Record<string, () => unknown>): unknown {
        return this[method]?.();
      };
    });
    return settle();
  },
};
