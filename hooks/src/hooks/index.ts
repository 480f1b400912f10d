// Every hook by the name catalogue rows use. The type says it all: a row whose hook is missing here, or a hook
// no row uses, does not compile.

import type { HookName } from "../generated/catalog.js";
import type { Hook } from "../lib/call.js";
import { generic } from "./generic.js";
import { hardwareAddress } from "./hardware_address.js";
import { lifecycle } from "./lifecycle.js";
import { permissionRequest } from "./permission_request.js";
import { process } from "./process.js";
import { query } from "./query.js";
import { settings } from "./settings.js";
import { okhttp, url } from "./traffic.js";

export const hooks: Record<HookName, Hook> = {
  generic,
  hardware_address: hardwareAddress,
  lifecycle,
  okhttp,
  permission_request: permissionRequest,
  process,
  query,
  settings,
  url,
};
