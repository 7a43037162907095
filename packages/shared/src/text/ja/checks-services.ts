import type { SERVICES_CHECKS, SERVICES_RULES } from "../../domain/checklist/catalogue/services.ts";
import type { Evidence } from "../../domain/checklist/check.ts";
import type { DynamicService } from "../../domain/host/services.ts";
import type { ChecksGroupText } from "../checks.ts";
import { subjectOf, textOf } from "../checks-figures.ts";
import { type Sentence, sentence, subject } from "../sentence.ts";
import { count, portOf, range } from "./checks-phrases.ts";

const SERVICE: Record<DynamicService, string> = {
  "nfs-statd": "NFS の statd",
  "nfs-mountd": "NFS の mountd",
  "nfs-lockd": "NFS のロックマネージャー",
  "java-rmi": "Java の RMI サーバー",
  "ftp-passive": "パッシブ FTP",
  "erlang-distribution": "Erlang の分散通信",
  "sql-server": "SQL Server",
  rpc: "RPC",
  ntds: "Active Directory",
  netlogon: "Netlogon",
};

/** "SQL Server (SQLEXPRESS)", "NFS の mountd". */
function named(e: Evidence): Sentence {
  const service = textOf(e, "service") ?? "";
  const name = Object.hasOwn(SERVICE, service) ? SERVICE[service as DynamicService] : service;
  return e.subject === service ? sentence`${name}` : sentence`${name} (${subjectOf(e)})`;
}

const says = (e: Evidence): Sentence => {
  const by = textOf(e, "configuredBy");
  return by === null ? [] : sentence` (${subject(by)})`;
};

export const servicesChecks: ChecksGroupText<(typeof SERVICES_CHECKS)[number], (typeof SERVICES_RULES)[number]> = {
  title: {
    "sql-dyn": "SQL Server のポート",
    "rpc-dyn": "RPC とディレクトリのポート",
    "portmap-dyn": "起動のたびにポートが変わるサービス",
  },
  looksAt: {
    "sql-dyn": "SQL Server のインスタンスがポートを自動で選ぶかどうか、そのポートがどこにあるか。",
    "rpc-dyn": "RPC、Active Directory、Netlogon の固定ポートと、それが有効になるかどうか。",
    "portmap-dyn": "NFSv3 の補助サービス、Java RMI、パッシブ FTP、Erlang のポートが固定され、範囲の外にあるかどうか。",
  },
  passed: {
    "sql-dyn": "各インスタンスのポートは 1 つに固定され、動的ポート範囲の外にあります。",
    "rpc-dyn": "固定された設定に矛盾はありません。",
    "portmap-dyn": "これらのサービスは範囲の外で待ち受けています。",
  },
  rules: {
    "sql-both-ports": (e) =>
      sentence`${named(e)} は動的ポートと固定ポートの両方が設定されており${says(e)}、両方で待ち受けます。TCP 動的ポートは 0 であっても空にしてください。`,
    "sql-port-in-range": (e) =>
      textOf(e, "standing") === "excluded"
        ? sentence`${named(e)} のポート ${portOf(e, "port")} は Windows の除外ブロックに含まれます${says(e)}。再起動後に拒否されるおそれがあります。`
        : sentence`${named(e)} のポート ${portOf(e, "port")} は動的ポート範囲内です${says(e)}。再起動中にクライアント接続がこのポートを取りえます。`,
    "sql-dynamic": (e) =>
      sentence`${named(e)} は起動時にポートを自動で選びます${says(e)}。クライアントもファイアウォールも、このポートを前提にできません。`,
    "sql-fixed": (e) => sentence`${named(e)} のポートは ${portOf(e, "port")} に固定されています。`,

    "rpc-pool-void": (e) =>
      sentence`RPC の固定範囲は効いていません${says(e)}。ポートの書式が誤っているか、PortsInternetAvailable と UseInternetPorts の両方が Y になっていません。`,
    "rpc-pool-small": (e) =>
      sentence`RPC の固定範囲は ${count(e.observed)} ポートです${says(e)}。${count(e.limit ?? 0)} 未満ではサービスが起動できなくなります。`,
    "directory-ports-equal": (e) =>
      sentence`Active Directory と Netlogon がどちらもポート ${count(e.observed)} に固定されています。別々のポートが必要です。`,
    "directory-ports-logged": (e) =>
      sentence`${subjectOf(e)} に Netlogon のイベント ${portOf(e, "event")} が ${count(e.observed)} 回記録されています。固定ポートは有効になっていません。`,
    "rpc-unfixed-behind-acl": () =>
      sentence`ステートレスなフィルターが一部の受信ポートしか通さないのに、RPC の範囲が固定されていません。フィルターに破棄されるポートで待ち受けるおそれがあります。`,
    "rpc-fixed-in-range": (e) =>
      sentence`${named(e)} は動的ポート範囲内の ${range(e, "fixed")} に固定されています。クライアント接続が先にこのポートを取りえます。`,
    "rpc-dynamic": () => sentence`RPC は動的ポート範囲からポートを取ります。1 つのネットワーク内では通常の動作です。`,

    "portmap-refused": (e) =>
      sentence`${named(e)} はポート ${portOf(e, "port")} を取得できませんでした。エフェメラルポート範囲内で予約もされておらず、ほかのソケットが使っていました。`,
    "portmap-in-range": (e) =>
      sentence`${named(e)} はエフェメラルポート範囲内の未予約ポート ${portOf(e, "port")} で待ち受けています${says(e)}。再起動中にクライアント接続がこのポートを取りえます。`,
    "portmap-random": (e) => sentence`${named(e)} は起動のたびに別のポートを取ります${says(e)}。`,
    "portmap-is": (e) => sentence`${named(e)} は範囲外のポート ${portOf(e, "port")} で待ち受けています。`,
  },
};
