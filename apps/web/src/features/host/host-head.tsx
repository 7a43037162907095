import type { HostView } from "@berth/shared/contract/reads.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { Age } from "../../ui/age.tsx";
import { printable } from "../../ui/printable.ts";
import { textOf } from "../../ui/text.ts";
import styles from "./host-head.module.css";

/** Where one is, and how old what follows is. */
export function HostHead({ language, host }: { language: Language; host: HostView }) {
  const text = textOf(language);
  const age = host.observedAt && <Age language={language} observedAt={host.observedAt} serverNow={host.serverNow} isPhrase />;
  return (
    <div className="page-head">
      <nav aria-label={text.breadcrumb} className={styles.crumbs}>
        <a href={`/${language}`}>{text.fleetLink}</a>
        <span aria-hidden="true">/</span>
        <bdi aria-current="page">{printable(host.hostname)}</bdi>
      </nav>
      <div className="page-tools">
        <span className={`${styles.fresh} ${styles[host.freshness]}`}>{age ?? text.fleet.never}</span>
      </div>
    </div>
  );
}
