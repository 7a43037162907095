import type { Language } from "@berth/shared/text/language.ts";
import { remediesText } from "@berth/shared/text/remedies.ts";
import type { WordedRemedy } from "@berth/shared/text/worded-remedy.ts";
import { Command } from "../../ui/command.tsx";
import { Disclosure } from "../../ui/disclosure.tsx";
import { figuresOf } from "../../ui/figures.ts";
import { printable } from "../../ui/printable.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import { textOf } from "../../ui/text.ts";
import { UsageBar } from "../../ui/usage-bar.tsx";
import styles from "./remedies-card.module.css";

const STATE = { met: "pass", unmet: "fail", unknown: "unknown" } as const;

/** One remedy: its effect as two bars, what it takes, what it would run into, and how to make and undo it. */
export function RemedyItem({ language, remedy }: { language: Language; remedy: WordedRemedy }) {
  const words = remediesText(language);
  const text = textOf(language);
  const { title, why, standing, effect, risk, conditions, collisions, instructions, verify } = remedy;
  const stated = conditions.filter(({ id }) => id !== "acts-on-cause");
  return (
    <li>
      <p>
        <b>{title}</b> <span className="meta">{words.standing[standing]}</span>
      </p>
      <p>{why}</p>
      {effect && <EffectBars language={language} effect={effect} />}
      <p className="meta">
        {words.riskLevel[risk.level]}: {risk.sentence}
      </p>
      {collisions.map(({ sentence }) => (
        <p key={sentence} className={styles.collision}>
          <StateMark state="warn" size={12} /> {printable(sentence)}
        </p>
      ))}
      {(instructions.length > 0 || stated.length > 0) && (
        <Disclosure summary={text.host.remedies.how}>
          <ul className={styles.conditions}>
            {stated.map(({ id, state, sentence }) => (
              <li key={id}>
                <StateMark state={STATE[state]} size={12} /> {printable(sentence)}
              </li>
            ))}
          </ul>
          {instructions.map(({ tool, target, apply, undo }) => (
            <div key={`${tool} ${target}`} className={styles.instruction}>
              <h4>{target === null ? words.tool[tool] : `${words.tool[tool]}: ${target}`}</h4>
              <Command text={apply} copy={text.copy} copied={text.copied} />
              {undo !== null && (
                <>
                  <p className="meta">{text.host.remedies.undo}</p>
                  <Command text={undo} copy={text.copy} copied={text.copied} />
                </>
              )}
            </div>
          ))}
          <p className="meta">
            {text.host.remedies.verify} {verify}
          </p>
        </Disclosure>
      )}
    </li>
  );
}

/** Where the tightest pair settles, now and afterwards, on one scale. */
function EffectBars({ language, effect }: { language: Language; effect: NonNullable<WordedRemedy["effect"]> }) {
  const words = textOf(language).host.remedies;
  const figures = figuresOf(language);
  return (
    <dl className={styles.effect}>
      {[
        { label: words.before, use: effect.before },
        { label: words.after, use: effect.after },
      ].map(({ label, use }) => {
        const isRated = use.connectionsPerSecond > 0;
        const ports = isRated ? use.settles.best : use.used;
        const ratio = use.capacity === 0 ? 1 : ports / use.capacity;
        const said = `${figures.percent(ratio)} · ${figures.count(Math.round(ports))} / ${figures.count(use.capacity)}`;
        return (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <UsageBar ratio={Math.min(1, ratio)} label={`${label}: ${said}`} />
              <span>{said}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
