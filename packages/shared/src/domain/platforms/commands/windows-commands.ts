import { intervalSize, type PortInterval } from "../../network/port-interval.ts";
import type { SettingChange } from "../../remedies/remedy.ts";
import type { Instruction } from "./instruction.ts";

const PARAMETERS = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters";

/** netsh first: it is what Microsoft's own articles show, and it says what is set. */
export function windowsInstructions(settings: readonly SettingChange[]): Instruction[] {
  return [...dynamicPorts(settings), ...settings.flatMap(excludedPorts), ...settings.flatMap(autoReuse), ...settings.flatMap(registry)];
}

function dynamicPorts(settings: readonly SettingChange[]): Instruction[] {
  const changes = settings.filter((setting) => setting.kind === "dynamic-ports");
  if (changes.length === 0) return [];
  const back = changes.flatMap(({ protocol, present }) => (present ? [{ protocol, range: present }] : []));
  const all = (
    each: (protocol: "tcp" | "udp", range: PortInterval) => string[],
    of: readonly { protocol: "tcp" | "udp"; range: PortInterval }[],
  ) => of.flatMap(({ protocol, range }) => each(protocol, range)).join("\r\n");
  const isKnown = back.length === changes.length;
  return [
    { tool: "netsh", target: null, apply: all(netsh, changes), undo: isKnown ? all(netsh, back) : null },
    { tool: "powershell", target: null, apply: all(powershell, changes), undo: isKnown ? all(powershell, back) : null },
  ];
}

/** The second number is a count of ports, not the last port. */
const netsh = (protocol: "tcp" | "udp", range: PortInterval): string[] =>
  ["ipv4", "ipv6"].map((family) => `netsh int ${family} set dynamicport ${protocol} start=${range.low} num=${intervalSize(range)}`);

const powershell = (protocol: "tcp" | "udp", range: PortInterval): string[] => [
  protocol === "tcp"
    ? `Set-NetTCPSetting -SettingName InternetCustom -DynamicPortRangeStartPort ${range.low} -DynamicPortRangeNumberOfPorts ${intervalSize(range)}`
    : `Set-NetUDPSetting -DynamicPortRangeStartPort ${range.low} -DynamicPortRangeNumberOfPorts ${intervalSize(range)}`,
];

/** Only possible while nothing holds the ports: WinNAT gives its blocks back while it is stopped. */
function excludedPorts(setting: SettingChange): Instruction[] {
  if (setting.kind !== "excluded-ports") return [];
  const { protocol, ports } = setting;
  const what = `protocol=${protocol} startport=${ports.low} numberofports=${intervalSize(ports)}`;
  const around = (command: string) => ["net stop winnat", command, "net start winnat"].join("\r\n");
  return [
    {
      tool: "netsh",
      target: null,
      apply: around(`netsh int ipv4 add excludedportrange ${what} store=persistent`),
      undo: around(`netsh int ipv4 delete excludedportrange ${what} store=persistent`),
    },
  ];
}

function autoReuse(setting: SettingChange): Instruction[] {
  if (setting.kind !== "auto-reuse") return [];
  const set = (start: number, count: number) =>
    `Set-NetTCPSetting -SettingName InternetCustom -AutoReusePortRangeStartPort ${start} -AutoReusePortRangeNumberOfPorts ${count}\r\nRestart-Computer`;
  const { ports, present } = setting;
  const undo = present === null ? null : present === "off" ? set(0, 0) : set(present.low, intervalSize(present));
  return [{ tool: "powershell", target: null, apply: set(ports.low, intervalSize(ports)), undo }];
}

function registry(setting: SettingChange): Instruction[] {
  const name = setting.kind === "remove-setting" ? /[\\/](\w+)$/.exec(setting.key)?.[1] : undefined;
  if (setting.kind !== "remove-setting" || name === undefined || !/^\d+$/.test(setting.value)) return [];
  return [
    {
      tool: "registry",
      target: PARAMETERS,
      apply: `reg delete ${PARAMETERS} /v ${name} /f`,
      undo: `reg add ${PARAMETERS} /v ${name} /t REG_DWORD /d ${setting.value} /f`,
    },
  ];
}
