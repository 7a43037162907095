import { sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { asJobs, type Database, type InteractiveDatabase } from "../connect/database.ts";
import { organization } from "../schema/organizations.ts";
import { type JobStore, jobStore } from "./job-store.ts";
import { type SecretDoors, secretDoors } from "./secret-doors.ts";
import { createStores, type Stores } from "./stores.ts";

/** Ids of the organizations in the database at place n, from 0, begin at n times this; 21 places in an id of four bytes. */
const ORGANIZATIONS_EACH = 100_000_000;
/** Secrets whose database is remembered. */
const SECRETS_MAX = 100_000;

/** Which database an organization is in. Its id says so; whose a secret is only the databases know. */
export interface Directory {
  doors: SecretDoors;
  storesOf(organizationId: number): Stores;
  /** Scheduled work is done in each database by itself. */
  jobStores: readonly JobStore[];
}

export function directoryOf(databases: readonly [Database, ...Database[]]): Directory {
  const doors = databases.map(secretDoors);
  return {
    doors: databases.length === 1 ? doors[0]! : doorsOfAll(doors),
    storesOf(organizationId) {
      const db = databases[placeOf(organizationId)];
      if (db === undefined) throw new RangeError(`organization ${organizationId} is in a database that was not given`);
      return createStores(db, organizationId);
    },
    jobStores: databases.map(jobStore),
  };
}

const placeOf = (organizationId: number): number => Math.floor(organizationId / ORGANIZATIONS_EACH);

/** Asks the database that knew a secret the last time, and the others only when it does not: the first time, and for a secret that is nobody's. */
function doorsOfAll(doors: readonly SecretDoors[]): SecretDoors {
  const places = new LRUCache<string, number>({ max: SECRETS_MAX });

  async function ask<T>(secretHash: string, question: (doors: SecretDoors) => Promise<T>, isAnswer: (answer: T) => boolean): Promise<T> {
    const remembered = places.get(secretHash);
    const order = [...doors.keys()].sort((a, b) => Number(b === remembered) - Number(a === remembered));
    const refusals: T[] = [];
    const faults: unknown[] = [];
    for (const place of order) {
      try {
        const answer = await question(doors[place]!);
        if (isAnswer(answer)) {
          places.set(secretHash, place);
          return answer;
        }
        refusals.push(answer);
      } catch (error) {
        // Another may know it, and then it does not matter; if none does, this one might have.
        faults.push(error);
        if (place === remembered) break;
      }
    }
    if (faults.length > 0) throw faults[0];
    return refusals[0]!;
  }

  const isThere = (answer: unknown): boolean => answer !== null;
  return {
    ingest: (hash, ...rest) => ask(hash, (each) => each.ingest(hash, ...rest), isThere),
    findSetup: (hash, ...rest) => ask(hash, (each) => each.findSetup(hash, ...rest), isThere),
    enrol: (enrolment) => ask(enrolment.tokenHash, (each) => each.enrol(enrolment), isThere),
    signIn: (hash, ...rest) => ask(hash, (each) => each.signIn(hash, ...rest), Boolean),
    findSession: (hash, ...rest) => ask(hash, (each) => each.findSession(hash, ...rest), isThere),
    ping: async () => void (await Promise.all(doors.map((each) => each.ping()))),
  };
}

/** A database that stands at another place of the list than the one its organizations were founded at. */
export class MisplacedDatabaseError extends Error {
  constructor(place: number, found: number) {
    super(
      `The database at place ${place + 1} of the list belongs to place ${found + 1}. Give the databases in the order in which they were first given; new ones go to the end.`,
    );
  }
}

/** Sees to it that the organizations founded in this database have ids that say so. As the owner of the schema, after migrating. */
export async function takePlace(db: InteractiveDatabase, place: number): Promise<void> {
  const [[first]] = await asJobs(db, (queries) => [
    queries.select({ id: organization.id }).from(organization).orderBy(organization.id).limit(1),
  ]);
  if (first) {
    if (placeOf(first.id) !== place) throw new MisplacedDatabaseError(place, placeOf(first.id));
    return;
  }
  const firstId = Math.max(1, place * ORGANIZATIONS_EACH);
  await db.queries
    .select({ id: sql`setval('berth.organization_id_seq', ${firstId}::bigint, false)` })
    .from(sql`(select last_value from berth.organization_id_seq) as drawn`)
    .where(sql`last_value < ${firstId}::bigint`);
}
