/** The errors that a lack of ports looks like, and their neighbours that it is mistaken for. */
export type SocketError = "address-unavailable" | "address-in-use" | "try-again" | "too-many-files" | "access-refused" | "no-buffer-space";

/**
 * Numbers, as programs print them: Linux, then BSD and macOS (asm-generic/errno.h, sys/errno.h), then Winsock. EAGAIN and
 * EADDRNOTAVAIL of Winsock are left out: a wrong address there, and a call that would have to wait.
 */
const NUMBERS: Record<string, SocketError> = {
  "11": "try-again",
  "35": "try-again",
  "23": "too-many-files",
  "24": "too-many-files",
  "48": "address-in-use",
  "49": "address-unavailable",
  "98": "address-in-use",
  "99": "address-unavailable",
  "10013": "access-refused",
  "10024": "too-many-files",
  "10048": "address-in-use",
  "10055": "no-buffer-space",
};

const SYMBOLS: Record<string, SocketError> = {
  EADDRNOTAVAIL: "address-unavailable",
  EADDRINUSE: "address-in-use",
  WSAEADDRINUSE: "address-in-use",
  EAGAIN: "try-again",
  EMFILE: "too-many-files",
  ENFILE: "too-many-files",
  WSAEMFILE: "too-many-files",
  WSAEACCES: "access-refused",
  WSAENOBUFS: "no-buffer-space",
};

/** `[Errno 99]`, `(os error 99)`, `errno=99`, `failed (99: …`, `SocketException (99)`, `makesock failed, error=-98`, `[WinError 10048]`, `socket error 10048`. */
const NUMBERED =
  /(?:\berrno[ :=]+|\bos error |\bWinError |\bfailed \(|\bmakesock failed, error=|SocketException \(|\b(?:winsock|socket|wsa)[ -]?(?:error)?(?: code)?[ :=#]+|\berror(?: code)?[ :=#]+(?=100\d\d\b)|\bcode[ :=]+(?=100\d\d\b)|\()(-?\d{2,5})(?=[\]):;,. ]|$)/gi;
const SYMBOL = /\b(?:WSA)?E(?:ADDRNOTAVAIL|ADDRINUSE|AGAIN|MFILE|NFILE|ACCES|NOBUFS)\b/gi;

/** What programs say instead of any of these; a network card's address in use is none of it. */
const PORT_IN_USE =
  /\bport (?:\d{1,5}(?: is| was)?(?: already)?|(?:is|was)(?: already)?|already) in use\b|(?<!\b(?:IP|IPv4|IPv6|MAC|hardware) )\baddress in use\b/i;

/** strerror() and FormatMessage(), in the languages that servers are run in. */
const WORDS: readonly (readonly [SocketError, readonly string[]])[] = [
  [
    "address-unavailable",
    [
      "cannot assign requested address",
      "can't assign requested address",
      "die angeforderte adresse kann nicht zugewiesen werden",
      "no se puede asignar la dirección solicitada",
      "impossible d'assigner l'adresse demandée",
      "impossible d'affecter l'adresse demandée",
      "ne peut attribuer l'adresse demandée",
      "无法指定被请求的地址",
      "不能指定请求的地址",
      "無法指定所要求的位址",
      "要求アドレスに割り当てられません",
      "要求されたアドレスに割り当てられません",
      "要求されたアドレスを割り当てられません",
      "要求されたアドレスを割り当てることができません",
      "невозможно назначить запрошенный адрес",
      "не удается назначить запрошенный адрес",
      "не удаётся назначить запрошенный адрес",
    ],
  ],
  [
    "address-in-use",
    [
      "address already in use",
      "connection in use: (",
      "only one usage of each socket address",
      "adresse wird bereits verwendet",
      "jede socketadresse",
      "la dirección ya se está usando",
      "solo se permite un uso de cada dirección de socket",
      "sólo se permite un uso de cada dirección de socket",
      "adresse déjà utilisée",
      "une seule utilisation de chaque adresse de socket",
      "地址已在使用",
      "地址已被使用",
      "只允许使用一次",
      "位址已經使用中",
      "アドレスは既に使用中です",
      "アドレスはすでに使用中です",
      "アドレスは既に使用されています",
      "各ソケット アドレスに対して",
      "адрес уже используется",
      "одно использование адреса сокета",
    ],
  ],
  [
    "try-again",
    [
      "resource temporarily unavailable",
      "die ressource ist zur zeit nicht verfügbar",
      "recurso no disponible temporalmente",
      "ressource temporairement non disponible",
      "资源暂时不可用",
      "リソースが一時的に利用できません",
      "ресурс временно недоступен",
    ],
  ],
  [
    "too-many-files",
    [
      "too many open files",
      "zu viele offene dateien",
      "demasiados archivos abiertos",
      "demasiados ficheros abiertos",
      "trop de fichiers ouverts",
      "打开的文件过多",
      "打开的文件太多",
      "開いているファイルが多すぎます",
      "オープンしているファイルが多すぎます",
      "слишком много открытых файлов",
    ],
  ],
  [
    "access-refused",
    ["in a way forbidden by its access permissions", "アクセス許可で禁じられた方法でソケット", "zugriffsrechte des sockets"],
  ],
  [
    "no-buffer-space",
    ["lacked sufficient buffer space or because a queue was full", "no buffer space available (maximum connections reached"],
  ],
];

export interface FoundError {
  error: SocketError;
  /** Where it stands in the line. */
  index: number;
}

/** The socket error that a line speaks of: by symbol, else by number, else by words in whatever language. */
export function findSocketError(line: string): FoundError | null {
  for (const match of line.matchAll(SYMBOL)) {
    const error = SYMBOLS[match[0].toUpperCase()];
    if (error) return { error, index: match.index };
  }
  for (const match of line.matchAll(NUMBERED)) {
    const error = NUMBERS[match[1]!.replace("-", "")];
    if (error && (match[0].length > match[1]!.length + 1 || hasWordsOf(line, error))) return { error, index: match.index };
  }
  const lower = line.toLowerCase().replaceAll("’", "'");
  for (const [error, words] of WORDS) {
    for (const word of words) {
      const index = lower.indexOf(word);
      if (index >= 0) return { error, index };
    }
  }
  const port = PORT_IN_USE.exec(line);
  return port && { error: "address-in-use", index: port.index };
}

/** A number in bare parentheses says little: it counts beside the words. */
function hasWordsOf(line: string, error: SocketError): boolean {
  const lower = line.toLowerCase().replaceAll("’", "'");
  return WORDS.some(([each, words]) => each === error && words.some((word) => lower.includes(word)));
}
