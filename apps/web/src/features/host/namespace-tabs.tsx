import type { HostTuples, NamespaceView } from "@berth/shared/contract/reads.ts";
import type { Language } from "@berth/shared/text/language.ts";
import Link from "next/link";
import { figuresOf } from "../../ui/figures.ts";
import { textOf } from "../../ui/text.ts";
import { namespaceName } from "./namespace-name.ts";
import styles from "./namespace-tabs.module.css";

interface NamespaceTabsProps {
  language: Language;
  namespaces: readonly NamespaceView[];
  tuples: HostTuples | undefined;
  chosen: NamespaceView;
  /** The query of this page without the namespace. */
  query: URLSearchParams;
}

/** Each network namespace has a range and tuples of its own; each says how full it is and where it was read. */
export function NamespaceTabs({ language, namespaces, tuples, chosen, query }: NamespaceTabsProps) {
  const text = textOf(language);
  const words = text.host.namespaces;
  const figures = figuresOf(language);
  return (
    <nav className={styles.tabs} aria-label={words.label}>
      {namespaces.map((namespace) => {
        const [tightest] = tuples?.namespaces.find(({ id }) => id === namespace.id)?.tuples ?? [];
        const source = words.source[namespace.source];
        return (
          <Link
            key={namespace.id}
            href={`?${new URLSearchParams([...query, ["ns", namespace.id]])}`}
            replace
            scroll={false}
            prefetch={false}
            aria-current={namespace.id === chosen.id ? "true" : undefined}
            title={source.detail}
          >
            <span className={styles.name}>{namespaceName(language, namespace)}</span>
            <span className={styles.use}>{tightest ? figures.percent(tightest.used / tightest.capacity) : "–"}</span>
            <span className={styles.source}>
              {words.kind[namespace.kind]} · {source.label}
            </span>
          </Link>
        );
      })}
    </nav>
  );
}
