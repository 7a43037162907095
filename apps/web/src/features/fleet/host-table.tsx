"use client";

import type { FleetHost } from "@berth/shared/contract/reads.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { useState } from "react";
import { Card } from "../../ui/card.tsx";
import table from "../../ui/table.module.css";
import { textOf } from "../../ui/text.ts";
import { UsageScale } from "../../ui/usage-bar.tsx";
import { HostFilter } from "./host-filter.tsx";
import { HostRow } from "./host-row.tsx";
import styles from "./host-table.module.css";

interface HostTableProps {
  language: Language;
  hosts: readonly FleetHost[];
  serverNow: string;
  /** Of the whole fleet. */
  count: number;
  /** Where this page of hosts begins, from 1. */
  from: number;
}

/** Every host of this page, the least headroom first, to be narrowed down by name. */
export function HostTable({ language, hosts, serverNow, count, from }: HostTableProps) {
  const [query, setQuery] = useState("");
  const { table: words, filter } = textOf(language).fleet;
  const wanted = query.trim().toLowerCase();
  const shown = hosts.filter((host) => host.hostname.toLowerCase().includes(wanted));
  return (
    <Card
      title={words.title}
      meta={words.shown(from, from + hosts.length - 1, count)}
      aside={<HostFilter label={filter.label} hint={filter.hint} value={query} onChange={setQuery} />}
    >
      <table className={`${table.table} ${table.stacked}`}>
        <caption className="visually-hidden">{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.host}</th>
            <th scope="col">{words.verdict}</th>
            <th scope="col">{words.tightest}</th>
            <th scope="col">
              <span className={styles.scaled}>
                <span>{words.used}</span>
                <UsageScale />
              </span>
            </th>
            <th scope="col" className={table.figure}>
              {words.headroom}
            </th>
            <th scope="col" className={table.figure}>
              {words.closesPerSecond}
            </th>
            <th scope="col" className={table.figure}>
              {words.seen}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((host) => (
            <HostRow key={host.id} language={language} host={host} serverNow={serverNow} />
          ))}
        </tbody>
      </table>
      {shown.length === 0 && (
        <p className="meta" role="status">
          {filter.none(query.trim())}
        </p>
      )}
    </Card>
  );
}
