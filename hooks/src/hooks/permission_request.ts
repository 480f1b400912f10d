// Permissions asked for at run time, joined by commas.

import type { Hook } from "../lib/call.js";

export const permissionRequest: Hook = {
  args: (call) => [call.arg(0)],
};
