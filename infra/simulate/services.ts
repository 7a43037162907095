/** What a program of a service is called and written in. */
export interface Program {
  name: string;
  runtime: string;
}

export interface Service {
  name: string;
  role: "web" | "worker" | "data" | "edge";
  /** Share of the fleet, before all shares are made to sum up to one. */
  weight: number;
  /** Its hosts' load against that of the others. */
  load: number;
  /** Of the first week's load, added every week. */
  growthPerWeek: number;
  /** How likely a destination is called anew for each request. */
  churn: number;
  /** 0: the same all day; 1: nothing at night. */
  daySwing: number;
  /** Load on Saturday and Sunday against the other days. */
  weekend: number;
  main: Program;
}

export const SERVICES: readonly Service[] = [
  service("checkout", "web", { weight: 12, load: 1.2, growthPerWeek: 0.06, churn: 0.2, daySwing: 0.55, main: ["checkout", "node"] }),
  service("cart", "web", { weight: 10, daySwing: 0.5, main: ["cart", "node"] }),
  service("catalog", "web", { weight: 14, load: 0.8, churn: 0.1, weekend: 1.2, main: ["catalog", "java"] }),
  service("search", "data", { weight: 9, load: 0.9, growthPerWeek: 0.03, main: ["searchd", "java"] }),
  service("payments", "web", { weight: 7, load: 1.3, churn: 0.35, main: ["payments", "java"] }),
  service("orders", "web", { weight: 9, churn: 0.25, main: ["orders", "go"] }),
  service("identity", "web", { weight: 6, load: 0.8, main: ["identityd", "go"] }),
  service("notify", "worker", { weight: 6, load: 1.4, growthPerWeek: 0.12, churn: 0.5, daySwing: 0.3, main: ["notify", "python"] }),
  service("edge", "edge", { weight: 10, load: 2.2, growthPerWeek: 0.02, churn: 0.3, weekend: 1.1, main: ["nginx", "nginx"] }),
  service("media", "web", { weight: 7, load: 1.1, daySwing: 0.6, weekend: 1.4, main: ["media", "python"] }),
  service("ledger", "data", { weight: 5, load: 0.6, churn: 0.05, weekend: 0.4, main: ["ledger", "java"] }),
  service("batch", "worker", { weight: 5, load: 0.7, churn: 0.3, daySwing: -0.4, weekend: 0.9, main: ["batch", "python"] }),
];

/** Where hosts stand: `hoursAhead` of UTC is when their day has its peak. */
export const ZONES = [
  { name: "eu1", hoursAhead: 1 },
  { name: "us1", hoursAhead: -6 },
  { name: "ap1", hoursAhead: 9 },
] as const;

/** What runs beside the service's own program on nearly every host. */
export const COMPANIONS: readonly Program[] = [
  { name: "envoy", runtime: "envoy" },
  { name: "vector", runtime: "rust" },
  { name: "node_exporter", runtime: "go" },
  { name: "consul", runtime: "go" },
  { name: "otelcol", runtime: "go" },
  { name: "chronyd", runtime: "c" },
  { name: "sshd", runtime: "c" },
  { name: "vault-agent", runtime: "go" },
  { name: "unbound", runtime: "c" },
];

type Said = { weight: number; main: readonly [string, string] } & Partial<Omit<Service, "name" | "role" | "weight" | "main">>;

function service(name: string, role: Service["role"], { main: [program, runtime], ...said }: Said): Service {
  return { name, role, load: 1, growthPerWeek: 0, churn: 0.15, daySwing: 0.45, weekend: 0.7, ...said, main: { name: program, runtime } };
}
