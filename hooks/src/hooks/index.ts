// Every hook by the name catalogue rows use. The type says it all: a row whose hook is missing here, or a hook
// no row uses, does not compile.

import type { HookName } from "../generated/catalog.js";
import type { Hook } from "../lib/call.js";
import { answers } from "./answers.js";
import { cipher, digest, mac } from "./crypto.js";
import { filter } from "./filter.js";
import { generic } from "./generic.js";
import { hardwareAddress } from "./hardware_address.js";
import { intent } from "./intent.js";
import { lifecycle } from "./lifecycle.js";
import { miniProgram } from "./mini_program.js";
import { permissionRequest } from "./permission_request.js";
import { process } from "./process.js";
import { query } from "./query.js";
import { tlsStream } from "./tls_stream.js";
import { okhttp, url } from "./traffic.js";

export const hooks: Record<HookName, Hook> = {
  answers,
  cipher,
  digest,
  filter,
  generic,
  hardware_address: hardwareAddress,
  intent,
  lifecycle,
  mac,
  mini_program: miniProgram,
  okhttp,
  permission_request: permissionRequest,
  process,
  query,
  tls_stream: tlsStream,
  url,
};
