import type { HostView } from "@berth/shared/contract/reads.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { Card } from "../../ui/card.tsx";
import { figuresOf } from "../../ui/figures.ts";
import { Moment } from "../../ui/moment.tsx";
import { printable } from "../../ui/printable.ts";
import { textOf } from "../../ui/text.ts";
import styles from "./machine-card.module.css";

/** What this host is, and what watching it costs. */
export function MachineCard({ language, host }: { language: Language; host: HostView }) {
  const words = textOf(language).host.machine;
  const figures = figuresOf(language);
  const { agent, conntrack } = host;
  const labels = Object.entries(host.labels).map(([key, value]) => `${key}=${value}`);
  const facts: [string, React.ReactNode][] = [
    [words.os, host.osVersion && printable(host.osVersion)],
    [words.kernel, host.kernel && printable(host.kernel)],
    [words.conntrack, conntrack && words.conntrackUse(figures.count(conntrack.count), figures.count(conntrack.max))],
    [words.labels, labels.length > 0 && printable(labels.join(" "))],
    [words.agent, host.agentVersion && printable(host.agentVersion)],
    [words.intervalLabel, words.interval(host.sampleSeconds, host.sampleSeconds * host.frameSamples)],
    [words.cpu, agent?.cpuMs != null && `${figures.rate(agent.cpuMs)} ms`],
    [words.memory, agent && figures.bytes(agent.rssBytes)],
    [words.spooled, agent && agent.spooled > 0 && figures.count(agent.spooled)],
    [words.dropped, agent && agent.dropped > 0 && figures.count(agent.dropped)],
    [words.enrolled, <Moment key="enrolled" language={language} at={host.enrolledAt} />],
  ];
  return (
    <Card title={words.title}>
      <dl className={styles.facts}>
        {facts.flatMap(([name, value]) =>
          value
            ? [
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>,
              ]
            : [],
        )}
      </dl>
    </Card>
  );
}
