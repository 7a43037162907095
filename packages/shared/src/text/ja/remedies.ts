import type { RemediesText } from "../remedies.ts";
import { remedyCollisions } from "./remedies-collisions.ts";
import { remedyConditions } from "./remedies-conditions.ts";

export const remedies: RemediesText = {
  title: {
    "reuse-connections": "接続を再利用する",
    "unix-socket": "Unix ソケットで通信する",
    "pause-between-runs": "実行の間に 60 秒空ける",
    "fix-close-wait": "相手が閉じた接続を閉じる",
    "fix-bound": "bind したまま使わないソケットを閉じる",
    "fix-established": "使い終えた接続を閉じる",
    "fix-udp": "UDP ソケットを使用後に閉じる",
    "stop-bind-first": "connect() の前に bind しない",
    "vary-source-port": "送信元ポートをカーネルに選ばせる",
    "remove-harmful-setting": "有害な設定を取り除く",
    "use-other-family": "使えるアドレスファミリーを使う",
    "raise-descriptors": "プロセスのファイルディスクリプターの上限を上げる",
    "conntrack-raise": "conntrack テーブルを拡大する",
    "nat-capacity": "ゲートウェイのポートを増やす",
    "reboot-macos": "この Mac を再起動する",
    "reserve-ports": "サービスのポートを予約する",
    "move-listener": "サービスを範囲より下に移す",
    "exclude-port-windows": "サービスのポートを除外する",
    "widen-range": "エフェメラルポート範囲を広げる",
    "tw-reuse": "TIME_WAIT を引き継げるようにする",
    "windows-auto-reuse": "宛先間でポートを共有する",
    "more-destinations": "宛先を増やして分散する",
    "more-sources": "送信元アドレスを増やす",
    "raise-tw-buckets": "TIME_WAIT の上限を上げる",
  },
  why: {
    "reuse-connections":
      "開いたままの接続は、1 ポートで多くの要求を運びます。プールや keep-alive は原因そのものをなくし、カーネルの設定を変えません。",
    "unix-socket": "両端ともこのホストにあります。Unix ソケットならポートは不要です。",
    "pause-between-runs":
      "一度の実行で使ったポートは 60 秒間 TIME_WAIT に残ります。その間を空けるか keep-alive を使えば、次の実行ですべて使えます。",
    "fix-close-wait":
      "相手は閉じましたが、プログラムが閉じていません。閉じられるのはプログラムだけです。finally、using、defer、try-with-resources で閉じ、ボディは最後まで読みます。再起動の効果は、また溜まるまでです。",
    "fix-bound":
      "このようなソケットはポートを独占し、多くのツールには表示されません。プロセスの再起動でポートは戻りますが、根本的な修正はコードか新しい版にあります。",
    "fix-established": "どちらかが閉じるまで開いたままです。開いている箇所を見つけて閉じるか、プログラム側で遊休接続を期限切れにします。",
    "fix-udp":
      "UDP ソケットは閉じるまでポートを占有します。プロセスの再起動でポートは戻りますが、修正は 1 つのソケットを使い回すか、使うたびに閉じることです。",
    "stop-bind-first":
      "bind() が取ったポートは、閉じた後の 60 秒間も含めて、ほかのどの接続にも使えません。IP_BIND_ADDRESS_NO_PORT を付ければ、アドレスはそのままで connect() がポートを選びます。",
    "vary-source-port":
      "送信元ポートを固定すると、1 つの宛先に 1 本しか接続できず、閉じた後の 60 秒間は 1 本も接続できません。ポート 0 で bind するか、bind しないでください。",
    "remove-harmful-setting": "接続を壊すか、ポートを減らしています。ファイルから取り除き、実行中の値も戻してください。",
    "use-other-family":
      "ポート不足ではなく、ホストやコンテナーにそのアドレスファミリーがないために拒否されています。::1 の代わりに 127.0.0.1 を使うか、IPv6 を有効にします。",
    "raise-descriptors": "接続は 1 本ごとにファイルディスクリプターを使います。ポートは残っていますが、ディスクリプターが尽きています。",
    "conntrack-raise": "テーブルが満杯になると、ポートが残っていても新しい接続は破棄されます。1 エントリーは約 300 バイトです。",
    "nat-capacity":
      "尽きているのはゲートウェイのポートです。そちらでアドレスかポートを増やすか、プライベートエンドポイントで迂回させます。",
    "reboot-macos":
      "連続稼働が 49.7 日を超えると、macOS の TCP の時計が止まり、TIME_WAIT が終わらなくなることがあります。再開させるには再起動しかありません。",
    "reserve-ports": "予約済みポートは、番号を指定しない限り割り当てられません。サービスは引き続き bind できます。",
    "move-listener": "範囲より下なら、サービスのポートがクライアント接続に割り当てられることはありません。",
    "exclude-port-windows": "除外したポートはクライアントに割り当てられず、Hyper-V や WinNAT に先に取られることもありません。",
    "widen-range": "どの宛先でも使えるポートが増えます。時間は稼げますが、使用量は減りません。",
    "tw-reuse": "同じ宛先への新しい接続が、60 秒ではなく 1 秒後にエントリーを引き継げます。",
    "windows-auto-reuse": "Windows が宛先の決まった後にポートを選び、宛先間で共有するようになります。",
    "more-destinations": "相手側のアドレスやポートを 1 つ増やすごとに、範囲が丸ごと 1 つ増えます。",
    "more-sources": "このホストのアドレスを 1 つ増やすごとに、範囲が丸ごと 1 つ増えます。",
    "raise-tw-buckets": "上限に達すると、カーネルは TIME_WAIT をすぐに破棄し、遅れたセグメントが新しい接続に届くことがあります。",
  },
  verify: {
    "reuse-connections": "要求数は変わらずに毎秒の新規接続が減り、1 分以内に TIME_WAIT が減る。",
    "unix-socket": "その宛先が組の一覧から消える。",
    "pause-between-runs": "次の実行の開始時、宛先への TIME_WAIT がない。",
    "fix-close-wait": "デプロイ後、CLOSE_WAIT が 10 未満のまま。",
    "fix-bound": "再起動後、bind のみのソケットがほぼ 0 のまま。",
    "fix-established": "接続数が負荷に合わせて増減する。",
    "fix-udp": "使用中の UDP ポートが 1 時間横ばい。",
    "stop-bind-first": "1 つのローカルポートが 2 つの宛先に使われ、bind 先行プールが空く。",
    "vary-source-port": "宛先への接続が複数のポートから出る。",
    "remove-harmful-setting": "設定がファイルにも実行中のシステムにもない。",
    "use-other-family": "同じ connect() が成功する。",
    "raise-descriptors": "プロセスの使用が上限の 80% 未満で、EMFILE が記録されない。",
    "conntrack-raise": "ピーク時もテーブルが 60% 未満。",
    "nat-capacity": "ゲートウェイ自身の割り当て失敗カウンターが 1 日 0 のまま。",
    "reboot-macos": "TIME_WAIT が接続終了の 30 秒後に消える。",
    "reserve-ports": "一覧にポートがあり、負荷中でもサービスが起動する。",
    "move-listener": "サービスが新しいポートで待ち受け、クライアントが接続できる。",
    "exclude-port-windows": "次回の起動後も、除外範囲の一覧にポートがある。",
    "widen-range": "範囲が設定どおりに読め、もっとも厳しい宛先の使用率が下がる。",
    "tw-reuse": "TWRecycled が増え、もっとも厳しい宛先の使用率が下がり、リセットが増えない。",
    "windows-auto-reuse": "1 つのローカルポートが 2 つの宛先に使われ、イベント 4227 が止まる。",
    "more-destinations": "負荷が分かれ、各組の使用率がその分下がる。",
    "more-sources": "負荷が分かれ、各組の使用率がその分下がる。",
    "raise-tw-buckets": "TCPTimeWaitOverflow が増えなくなる。",
  },
  condition: remedyConditions,
  riskLevel: { low: "低リスク", medium: "中リスク", high: "高リスク" },
  risk: {
    "deploy-needed": "プログラムの変更とデプロイが必要",
    "old-segments": "遅れたセグメントが新しい接続に届くことがある",
    "peers-mix-timestamps": "タイムスタンプを混在させたり取り除いたりする NAT やロードバランサーがあると、相手が接続を破棄することがある",
    "listeners-collide": "後から範囲内で起動するサービスのポートが、使用中のことがある",
    "fewer-ports": "予約したポートは範囲から除かれる",
    "clients-must-follow": "クライアントに新しいアドレスかポートを知らせる必要がある",
    "routing-needed": "アドレスと経路、それを使うプログラムが必要",
    "memory-needed": "カーネルのメモリを使う",
    "reboot-needed": "マシンの再起動が必要",
    "restart-needed": "プロセスの再起動が必要",
    "containers-cut": "WinNAT の再起動で、実行中のコンテナーと WSL の通信が一時切れる",
    "data-on-the-way": "送信途中のデータが失われることがある",
    none: "ほかに変わるものはない",
  },
  standing: { recommended: "推奨", possible: "条件次第", refused: "ここでは不可" },
  verdict: { safe: "安全", tight: "余裕小", unsafe: "危険" },
  ...remedyCollisions,
  change: (change) => {
    switch (change.kind) {
      case "set-range":
        return `範囲 ${change.range.low}–${change.range.high}`;
      case "reserve":
        return `${ports(change.ports)} を予約`;
      case "set-reserved":
        return `${ports(change.ports) || "なし"} だけを予約`;
      case "reuse-delay":
        return `tcp_tw_reuse_delay = ${change.delayMs} ms`;
      case "tw-reuse":
        return `tcp_tw_reuse = ${change.mode}`;
      case "timestamps":
        return `tcp_timestamps = ${change.mode}`;
      case "max-tw-buckets":
        return `tcp_max_tw_buckets = ${change.buckets}`;
      case "pool":
        return `1 接続あたり ${change.requestsPerConnection} 要求`;
      case "sources":
        return `送信元アドレス ${change.count} 個`;
      case "destinations":
        return `宛先 ${change.count} 個`;
      case "no-port":
        return "ポートを取らずに bind";
      case "close-leak":
        return change.what === "bound" ? "bind のみのソケットを閉じる" : "CLOSE_WAIT を閉じる";
    }
  },
  tool: {
    sysctl: "今すぐ",
    "sysctl.d": "起動のたびに",
    ansible: "Ansible",
    "kubernetes-pod": "Kubernetes (Pod)",
    "kubernetes-init": "Kubernetes (init コンテナー)",
    netsh: "netsh",
    powershell: "PowerShell",
    registry: "レジストリ",
    launchd: "LaunchDaemon",
    "sysctl.conf": "sysctl.conf",
    systemd: "systemd",
    code: "コード",
  },
};

const ports = (intervals: readonly { low: number; high: number }[]): string =>
  intervals.map(({ low, high }) => (low === high ? `${low}` : `${low}–${high}`)).join("、");
