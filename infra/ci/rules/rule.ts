import type { Repository } from "../repository.ts";

/** A rule reads the tree and says what breaks it, one finding a line: `path:line what is wrong and what would be right`. It never changes a file. */
export type Rule = (repository: Repository) => string[];
