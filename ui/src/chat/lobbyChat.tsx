import { useState } from "preact/hooks";
import { api, ask, formatFailure } from "../api/client";
import { Switch } from "../design/form/switch";
import { Icon } from "../design/icons/icon";
import { toast } from "../design/toast";
import { t } from "../i18n";
import { ChatTools, Conversation, Unread } from "./conversation";
import type { Talk } from "./talk";
import { useUnread } from "./unread";
import "./lobbyChat.css";

interface Props {
  /** The lobby's code. */
  code: string;
  talk: Talk;
}

/** The chat in the lobby. A phone shows one row of it until it is opened. */
export function LobbyChat({ code, talk, leads }: Props & { leads: boolean }) {
  const [open, setOpen] = useState(() => matchMedia("(min-width: 900px)").matches);
  const unread = useUnread(talk, open);
  return (
    <section class="lobby-chat" aria-label={t("chat.title")}>
      <header class="chat-head">
        <button
          type="button"
          class="chat-toggle"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon name="chat" />
          {t("chat.title")}
          <Unread n={unread} />
          <Icon name="chevron" size={20} class="chat-chevron" />
        </button>
        {talk.inRooms && <small>{t("chat.alsoInGames")}</small>}
        {open && <ChatTools code={code} talk={talk} leads={leads} />}
      </header>
      <Conversation code={code} talk={talk} open={open} />
    </section>
  );
}

/** For the host: whether members may chat during games, too. */
export function ChatInRooms({ code, talk }: Props) {
  async function change(open: boolean) {
    const changed = await ask(
      api.PUT("/api/lobbies/{code}/chat/rooms", { params: { path: { code } }, body: { open } }),
    );
    if (!changed.ok) toast(formatFailure(changed.failure));
  }
  return <Switch word={t("chat.inRooms")} on={talk.inRooms} onChange={change} />;
}
