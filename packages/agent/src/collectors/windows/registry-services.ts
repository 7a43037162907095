import type { DynamicPortService } from "@berth/shared/domain/host/services.ts";
import { PORT_MAX, type PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import { type RegistryValue, registryValue } from "./registry-listing.ts";

const SQL_ALL_ADDRESSES = /\\Microsoft SQL Server\\(?:MSSQL\d+(?:_\d+)?\.)?([^\\]+)\\MSSQLServer\\SuperSocketNetLib\\Tcp\\IPAll$/i;
const RPC = "Microsoft\\Rpc\\Internet";
const DIRECTORY = [
  { service: "ntds", keyEnd: "Services\\NTDS\\Parameters", name: "TCP/IP Port" },
  { service: "netlogon", keyEnd: "Services\\Netlogon\\Parameters", name: "DCTcpipPort" },
] as const;

/** What the registry fixes for SQL Server, RPC, the directory and Netlogon: only keys that were queried and are there. */
export function registryServices(values: readonly RegistryValue[]): DynamicPortService[] {
  return [...sqlServers(values), ...rpcPool(values), ...directoryPorts(values)];
}

/** TcpDynamicPorts: empty is off, 0 is "choose", a number is the one chosen last. */
function sqlServers(values: readonly RegistryValue[]): DynamicPortService[] {
  const keys = [...new Set(values.map(({ key }) => key).filter((key) => SQL_ALL_ADDRESSES.test(key)))];
  return keys.map((key): DynamicPortService => {
    const text = (name: string) => registryValue(values, key, name)?.value.trim() ?? "";
    const [dynamic, fixed] = [text("TcpDynamicPorts"), text("TcpPort")];
    const [fixedPort, dynamicPort] = [portOf(fixed), portOf(dynamic)];
    return {
      service: "sql-server",
      instance: SQL_ALL_ADDRESSES.exec(key)![1]!.slice(0, 64),
      port: dynamicPort ?? fixedPort,
      configured: dynamic === "" && fixedPort !== null ? { low: fixedPort, high: fixedPort } : null,
      configuredBy: `TcpDynamicPorts=${dynamic.slice(0, 40)} TcpPort=${fixed.slice(0, 40)}`,
      isContradictory: (dynamic !== "" && fixed !== "") || (fixed !== "" && fixedPort === null && !fixed.includes(",")),
      isExposed: true,
    };
  });
}

/** `Ports`, `PortsInternetAvailable`, `UseInternetPorts` (support article 154596): a malformed list voids all of them. */
function rpcPool(values: readonly RegistryValue[]): DynamicPortService[] {
  const ports = registryValue(values, RPC, "Ports");
  if (!ports) return [];
  const isOn = ["PortsInternetAvailable", "UseInternetPorts"].every((name) => /^y/i.test(registryValue(values, RPC, name)?.value ?? ""));
  const intervals = ports.value.split(",").map(intervalOf);
  const isReadable = intervals.length > 0 && intervals.every((each) => each !== null);
  const [first] = intervals;
  const whole = isReadable
    ? { low: Math.min(...intervals.map((each) => each!.low)), high: Math.max(...intervals.map((each) => each!.high)) }
    : null;
  return [
    {
      service: "rpc",
      instance: null,
      port: null,
      configured: first === undefined ? null : whole,
      configuredBy: `Rpc\\Internet Ports=${ports.value.slice(0, 60)}`,
      isContradictory: !isReadable || !isOn,
      isExposed: true,
    },
  ];
}

const directoryPorts = (values: readonly RegistryValue[]): DynamicPortService[] =>
  DIRECTORY.flatMap(({ service, keyEnd, name }): DynamicPortService[] => {
    const value = registryValue(values, keyEnd, name)?.value;
    if (value === undefined) return [];
    const port = portOf(value);
    return [
      {
        service,
        instance: null,
        port,
        configured: port === null ? null : { low: port, high: port },
        configuredBy: `${keyEnd.split("\\").slice(1).join("\\")}\\${name}=${value.slice(0, 40)}`,
        isContradictory: port === null,
        isExposed: true,
      },
    ];
  });

const portOf = (text: string): number | null =>
  /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) <= PORT_MAX ? Number(text) : null;

function intervalOf(text: string): PortInterval | null {
  const match = /^\s*(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s*$/.exec(text);
  const [low, high] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  return match && low > 0 && low <= high && high <= PORT_MAX ? { low, high } : null;
}
