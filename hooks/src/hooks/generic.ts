// Arguments the row keeps, result or exception: enough for most rows.

import type { Hook } from "../lib/call.js";

export const generic: Hook = {};
