import { buildProduct } from "@berth/infra-local/build-product";

/** Tests look at what a start would show: the production build of these very sources. */
export default async function buildPages(): Promise<void> {
  await buildProduct("dashboard", new AbortController().signal);
}
