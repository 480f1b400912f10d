// Intents that an app sends or is sent: action, data, target and type. The row's first kept argument is the intent.

import type { Hook } from "../lib/call.js";
import { partsOf } from "../lib/intents.js";

export const intent: Hook = {
  args: (call) => {
    const [index] = call.target.plan.kept_args;
    return index === undefined ? [] : partsOf(call.jni, call.handle(index));
  },
};
