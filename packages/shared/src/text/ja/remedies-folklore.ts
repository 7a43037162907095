import type { RemediesFolkloreText } from "../remedies-folklore.ts";

export const remediesFolklore: RemediesFolkloreText = {
  reason: {
    "tcp-tw-recycle": ({ effect }) =>
      effect === "none"
        ? "tcp_tw_recycle に効果はありません。Linux 4.12 で削除されています。"
        : "tcp_tw_recycle は、同じアドレスを共有するクライアント (同じ NAT の内側など) の接続を黙って破棄します。",
    "fin-timeout": () =>
      "tcp_fin_timeout は TIME_WAIT に効きません。Linux の TIME_WAIT は設定によらず 60 秒です。これは持ち主のない FIN_WAIT_2 の時間です。",
    "max-tw-buckets-lowered": ({ value }) =>
      `tcp_max_tw_buckets = ${value} では、カーネルが TIME_WAIT を早く破棄するため、遅れて届いたセグメントが新しい接続に紛れ込むことがあります。カーネルの文書は下げることを禁じています。`,
    "timestamps-off": () =>
      "tcp_timestamps = 0 は、ループバックも含めて TIME_WAIT の再利用をすべて止め、古いセグメントへの防護も失わせます。",
    "autobind-reuse": () =>
      "ip_autobind_reuse = 1 では、connect() に使えないポートまで bind() が共有し、接続が不規則に EADDRNOTAVAIL で失敗します。",
    "range-from-1024": ({ value }) =>
      `${value.split(/\s+/)[0]} から始まる範囲は、ほぼすべてのサービスのポートを含みます。サービスが次に起動するとき、そのポートをクライアント接続が使っていることがあります。`,
    "msl-lowered": ({ value }) =>
      `net.inet.tcp.msl = ${value} は、ホストの全接続の TIME_WAIT を短くします。遅れて届いたセグメントが新しい接続に紛れ込むことがあります。`,
    "timed-wait-delay-low": ({ value }) =>
      `TcpTimedWaitDelay = ${value} は Windows が受け付ける 30〜300 秒を下回り、ホストの全接続の TIME_WAIT を短くします。`,
    "max-user-port": () => "MaxUserPort に効果はありません。Windows Vista 以降、範囲は netsh で設定します。",
    "dynamic-port-shrunk": ({ value }) =>
      `${value} は、範囲を既定の 16,384 ポートより狭くします。この数は最後のポート番号ではなく、ポートの個数です。`,
    "linger-zero": () =>
      "リセットで閉じる設定 (SO_LINGER 0) は、送信途中のデータを捨てます。リセットが失われると、相手側に切れた接続が残ります。",
    "open-to-world": () =>
      "エフェメラルポート範囲への新規接続をどこからでも許す規則は、範囲内のリスナーをすべて公開します。接続を追跡していれば、応答にこの規則は要りません。",
  },
  instead: {
    "tcp-tw-recycle": "この行を削除してください。接続を再利用し、クライアント側なら tcp_tw_reuse = 1 とします。",
    "fin-timeout": "60 のままにしてください。接続を再利用し、クライアント側なら tcp_tw_reuse = 1 とします。",
    "max-tw-buckets-lowered": "この行を削除し、カーネルの既定値に戻してください。",
    "timestamps-off": "1 に戻してください。",
    "autobind-reuse": "0 に戻し、プログラムには IP_BIND_ADDRESS_NO_PORT を付けて bind させてください。",
    "range-from-1024": "サービスより上から始めてください: 15000 64999。リスナーのポートは予約します。",
    "msl-lowered": "既定値に戻し、接続を再利用してください。",
    "timed-wait-delay-low": "この値を削除し、接続を再利用してください。",
    "max-user-port": "この値を削除してください。範囲は netsh int ipv4 set dynamicport tcp start=15000 num=50536 で広げます。",
    "dynamic-port-shrunk": "netsh int ipv4 set dynamicport tcp start=15000 num=50536",
    "linger-zero": "削除してください。接続を再利用するか、相手側から先に閉じさせます。",
    "open-to-world": "この規則を削除してください。範囲を開ける必要があるのは、ステートレスなネットワーク ACL だけです。",
  },
};
