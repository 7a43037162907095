import { TCP_STATE_NUMBER, type TcpState } from "@berth/shared/domain/network/tcp-state.ts";

/** How commands and their translations call each state. Windows, net-tools, the BSDs, ss, PowerShell. */
const WORDS: Record<TcpState, readonly string[]> = {
  established: [
    "ESTABLISHED",
    "ESTAB",
    "HERGESTELLT",
    "VERBUNDEN",
    "ESTABLECIDO",
    "ESTABLECIDA",
    "ESTABELECIDA",
    "ESTABELECIDO",
    "ETABLIE",
    "ÉTABLIE",
    "ETABLI",
    "ÉTABLI",
    "STABILITA",
    "USTANOWIONO",
    "УСТАНОВЛЕНО",
    "УСТАНОВЛЕНА",
    "СОЕДИНЕНО",
    "已建立",
    "已建立连接",
    "已建立連線",
    "確立",
    "接続済み",
    "接続完了",
  ],
  synSent: ["SYNSENT", "SYNGESENDET", "SYNENVIADO", "SYNENVOYÉ", "SYNENVOYE"],
  synRecv: ["SYNRECV", "SYNRCVD", "SYNRECEIVED", "SYNEMPFANGEN", "SYNRECIBIDO"],
  finWait1: ["FINWAIT1", "FINWARTEN1", "FINESPERA1"],
  finWait2: ["FINWAIT2", "FINWARTEN2", "FINESPERA2"],
  timeWait: ["TIMEWAIT", "WARTEND", "TIMEESPERA", "ESPERA", "ОЖИДАНИЕ", "CZASOCZEKIWANIA", "待機"],
  close: ["CLOSE", "CLOSED", "UNCONN", "BOUND", "GEBUNDEN", "GESCHLOSSEN", "CERRADO", "FERMÉ", "FERME", "IDLE"],
  closeWait: ["CLOSEWAIT", "SCHLIESSENWARTEN", "CERRARESPERA", "ОЖИДАНИЕЗАКРЫТИЯ"],
  lastAck: ["LASTACK", "LETZTEBESTÄTIGUNG", "LETZTESACK"],
  listen: [
    "LISTEN",
    "LISTENING",
    "ABHÖREN",
    "HÖREND",
    "LISTENED",
    "ESCUCHANDO",
    "ESCUCHAR",
    "ESCUCHA",
    "ESCUTANDO",
    "OUÇA",
    "ÉCOUTE",
    "ECOUTE",
    "ECOUTANT",
    "À L'ÉCOUTE",
    "IN ASCOLTO",
    "ASCOLTO",
    "NASŁUCHIWANIE",
    "СЛУШАЕТ",
    "ПРОСЛУШИВАНИЕ",
    "侦听",
    "监听",
    "正在侦听",
    "接聽",
    "リッスン",
    "待ち受け",
  ],
  closing: ["CLOSING", "SCHLIESSEND", "CERRANDO"],
};

/** Letters and digits only; every run of letters beyond ASCII, however decoded, becomes one mark. */
const skeleton = (word: string): string =>
  word
    .toUpperCase()
    .replace(/[\s_\-'().]+/g, "")
    .replace(/[^A-Z0-9]+/g, "?");
const letters = (word: string): string => word.toUpperCase().replace(/[\s_\-'().]+/g, "");

const ENTRIES = Object.entries(WORDS).flatMap(([state, words]) =>
  words.map((word) => ({ word, number: TCP_STATE_NUMBER[state as TcpState] })),
);
const EXACT = new Map(ENTRIES.map(({ word, number }) => [letters(word), number]));
/** Only words with enough ASCII in them: others would be told apart by nothing. */
const BY_SKELETON = new Map(
  ENTRIES.filter(({ word }) => skeleton(word).replace("?", "").length >= 3).map(({ word, number }) => [skeleton(word), number]),
);
const CUT_LENGTH_MIN = 4;

/** The kernel's number of a state by its word in any known language; null where nobody knows it. */
export function stateOf(word: string): number | null {
  if (word === "") return null;
  return EXACT.get(letters(word)) ?? BY_SKELETON.get(skeleton(word)) ?? null;
}

/** The state of a word that the end of a line cut: the only one that begins so. */
export function stateOfCut(word: string): number | null {
  const cut = letters(word);
  if (cut.length < CUT_LENGTH_MIN) return null;
  const states = new Set([...EXACT].filter(([whole]) => whole.startsWith(cut)).map(([, number]) => number));
  return states.size === 1 ? [...states][0]! : null;
}
