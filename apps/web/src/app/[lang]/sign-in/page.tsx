import { requestLanguage } from "../../../features/preferences/request-language.ts";
import { Command } from "../../../ui/command.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { textOf } from "../../../ui/text.ts";

/** What the proxy shows, with status 401, in place of any page to a visitor without a session. */
export default async function SignInNeeded() {
  const text = textOf(await requestLanguage());
  return (
    <Notice title={text.signIn.title}>
      <p>{text.signIn.detail}</p>
      <Command text={text.signIn.command} copy={text.copy} copied={text.copied} />
      <p>{text.signIn.remote}</p>
    </Notice>
  );
}
