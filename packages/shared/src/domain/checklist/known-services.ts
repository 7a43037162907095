import type { PortInterval } from "../network/port-interval.ts";

/** A service whose clients expect it on this very port. Sources: IANA's registry, Kubernetes "Ports and Protocols", RHEL's NFS guide. */
interface KnownService {
  protocol: "tcp" | "udp";
  port: number;
  name: string;
}

const tcp = (port: number, name: string): KnownService => ({ protocol: "tcp", port, name });

const KNOWN_SERVICES: readonly KnownService[] = [
  tcp(1433, "SQL Server"),
  tcp(2049, "NFS"),
  tcp(2181, "ZooKeeper"),
  tcp(2379, "etcd"),
  tcp(2380, "etcd"),
  tcp(3306, "MySQL"),
  tcp(4369, "epmd"),
  tcp(5432, "PostgreSQL"),
  tcp(5671, "AMQP over TLS"),
  tcp(5672, "AMQP"),
  tcp(6379, "Redis"),
  tcp(6443, "Kubernetes API server"),
  tcp(9042, "Cassandra"),
  tcp(9092, "Kafka"),
  tcp(9200, "Elasticsearch"),
  tcp(9300, "Elasticsearch"),
  tcp(10_250, "kubelet"),
  tcp(10_256, "kube-proxy"),
  tcp(10_257, "kube-controller-manager"),
  tcp(10_259, "kube-scheduler"),
  tcp(11_211, "memcached"),
  tcp(25_672, "RabbitMQ distribution"),
  tcp(27_017, "MongoDB"),
  tcp(32_803, "NFS lock manager"),
  { protocol: "udp", port: 32_769, name: "NFS lock manager" },
];

export const knownService = (protocol: "tcp" | "udp", port: number): string | null =>
  KNOWN_SERVICES.find((service) => service.protocol === protocol && service.port === port)?.name ?? null;

/** Ports of known services over TCP that lie in an interval. */
export const knownPortsIn = ({ low, high }: PortInterval): number[] =>
  KNOWN_SERVICES.filter(({ protocol, port }) => protocol === "tcp" && low <= port && port <= high).map(({ port }) => port);
