// What code of the app has encrypted, decrypted, hashed and signed: one message for each operation, none of its keys.

import type { Hook } from "../lib/call.js";
import { CryptoWatch } from "../crypto/watch.js";

export const cipher: Hook = { observer: (target) => new CryptoWatch(target, "cipher") };
export const digest: Hook = { observer: (target) => new CryptoWatch(target, "digest") };
export const mac: Hook = { observer: (target) => new CryptoWatch(target, "mac") };
