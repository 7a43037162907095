import type { Collision } from "../../domain/remedies/collisions.ts";
import type { RemediesText } from "../remedies.ts";

const number = (value: number) => value.toLocaleString("ja-JP");
const ports = (intervals: readonly { low: number; high: number }[]): string =>
  intervals.map(({ low, high }) => (low === high ? `${low}` : `${low}–${high}`)).join("、");

export const remedyCollisions: Pick<RemediesText, "collision" | "severity"> = {
  severity: { blocks: "先に解決", warns: "代償あり", notes: "参考" },
  collision: (collision: Collision) => {
    switch (collision.kind) {
      case "listener": {
        const { protocol, address, port, process, service } = collision;
        const who = process ?? service;
        return `${who ? `${who} が ` : ""}${protocol} ${address.includes(":") ? `[${address}]` : address}:${port} で待ち受けています。クライアントに割り当てられうるポートになります。`;
      }
      case "node-ports":
        return `NodePort ${ports([collision.ports])} が範囲に入ります${collision.isNode === null ? " (Kubernetes ノードの場合)" : ""}。保持するソケットがないため、connect() が取ることがあります。`;
      case "published-port":
        return `${collision.container ?? "コンテナー"} が ${collision.protocol} ポート ${collision.port} を公開しています。`;
      case "configured-service":
        return `${collision.service} は ${ports([collision.ports])} を使う設定です。`;
      case "odd-size":
        return `${number(collision.size)} ポートは奇数です。カーネルが片端を見つけられないことがあります。${collision.even.low} ${collision.even.high} なら偶数です。`;
      case "below-unprivileged":
        return `ip_unprivileged_port_start (${collision.start}) より下から始まる範囲は、カーネルが拒否します。`;
      case "firewall":
        return `ファイアウォール${collision.chain ? ` (${collision.chain})` : ""}が、IPv${collision.family} で ${ports(collision.ports)} への応答を通しません。`;
      case "network-acl":
        return `申告されたネットワーク ACL が、${ports(collision.ports)} への応答を通しません。`;
      case "excluded":
        return `範囲内の ${ports(collision.ports)} は除外されており、増えません。`;
      case "small":
        return collision.capacity === 0
          ? "割り当てられるポートがなくなり、どのプログラムも接続できなくなります。"
          : `割り当てられるのは ${number(collision.capacity)} ポートだけになります。`;
    }
  },
};
