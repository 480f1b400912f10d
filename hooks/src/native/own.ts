// Folders of the app itself under those of all apps: no other app is asked for there.

/** Names a process has before Android gives it the app's. */
const UNNAMED = /^(?:zygote(?:64)?|usap(?:32|64)|<pre-initialized>|app_process(?:32|64)?)$/;
const APP_FOLDERS = /^\/(?:data\/(?:app|data|user|user_de)|(?:sdcard|storage)\/.*Android\/(?:data|obb|media)|mnt)\//;

let name: string | null = null;

function ownPackage(): string {
  if (name === null) {
    const command = File.readAllText("/proc/self/cmdline").split("\0")[0] ?? "";
    if (UNNAMED.test(command)) return "";
    // A process of the app may be named after it with ":push" behind.
    name = command.includes("/") ? "" : command.split(":")[0] ?? "";
  }
  return name;
}

/** Whether a path lies in a folder of this app: `/data/app/~~x==/name-y==/`, `/data/user/0/name/`… */
export function isOwn(path: string): boolean {
  if (!APP_FOLDERS.test(path)) return false;
  const own = ownPackage();
  return own !== "" && path.split("/").some((part) => part === own || part.startsWith(`${own}-`));
}
