import { useId, useState } from "preact/hooks";
import { api, ask, type ChatLine, formatFailure } from "../api/client";
import { FilterChip } from "../design/chip";
import { Button } from "../design/form/button";
import { useDraft } from "../design/form/draft";
import { Form } from "../design/form/form";
import { Icon } from "../design/icons/icon";
import { toast } from "../design/toast";
import { t, tn } from "../i18n";
import { me } from "../me/me";
import { countCharacters, MAX_LINE_LENGTH } from "./characters";
import { muted, setMuted } from "./muted";
import type { Talk } from "./talk";
import { heard } from "./unread";
import "./chatWords";
import "./conversation.css";

interface Props {
  /** The lobby's code. */
  code: string;
  talk: Talk;
  /** A closed chat is only heard: by screen readers, as its lines come. */
  open: boolean;
}

/** What was said, and a field to say something. */
export function Conversation({ code, talk, open }: Props) {
  const lines = heard(talk.lines);
  return (
    <>
      <div
        role="log"
        aria-label={t("chat.lines")}
        class={open ? "chat-log" : "sr-only"}
        // A scrolled log is read by keys, too.
        tabIndex={open ? 0 : undefined}
      >
        {/* The newest stay in view: the log is a column from below. */}
        <div>
          {lines.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </div>
      </div>
      {open && lines.length === 0 && <p class="chat-empty">{t("chat.empty")}</p>}
      {open && <SayForm code={code} />}
    </>
  );
}

function Line({ line: { player, name, text } }: { line: ChatLine }) {
  const own = player === me.value?.id;
  return (
    <p class={`chat-line ${own ? "chat-line-own" : ""}`} dir="auto">
      <b>{own ? t("chat.you") : name}</b> <bdi>{text}</bdi>
    </p>
  );
}

/** What is typed stays until it has been said, or the page's tab is closed. */
function SayForm({ code }: { code: string }) {
  const { value, change } = useDraft(`chat ${code}`, { text: "" });
  const hint = useId();
  const length = countCharacters(value.text);
  const long = length > MAX_LINE_LENGTH;

  async function say() {
    const { text } = value;
    if (!text.trim() || long) return;
    change({ text: "" }); // the next line may be typed meanwhile
    const said = await ask(
      api.POST("/api/lobbies/{code}/chat", { params: { path: { code } }, body: { text } }),
    );
    if (said.ok) return;
    change({ text });
    toast(formatFailure(said.failure));
  }

  return (
    <Form class="chat-say" onSend={say}>
      <input
        type="text"
        dir="auto"
        aria-label={t("chat.say")}
        placeholder={t("chat.say")}
        value={value.text}
        autocomplete="off"
        enterkeyhint="send"
        aria-invalid={long}
        aria-describedby={hint}
        onInput={(event) => change({ text: event.currentTarget.value })}
      />
      <button type="submit" class="chat-icon" aria-label={t("chat.send")} title={t("chat.send")}>
        <Icon name="send" />
      </button>
      <span id={hint} class="chat-long" aria-live="polite">
        {long && t("chat.long", { most: MAX_LINE_LENGTH, n: length })}
      </span>
    </Form>
  );
}

/** Hides what somebody says, for this player alone; hosts also clear the chat for everybody. */
export function ChatTools({ code, talk, leads }: { code: string; talk: Talk; leads: boolean }) {
  const [open, setOpen] = useState(false);
  const others = new Map(
    talk.lines.filter(({ player }) => player !== me.value?.id).map((l) => [l.player, l.name]),
  );
  const clears = leads && talk.lines.length > 0;
  if (others.size === 0 && !clears) return null;

  async function clear() {
    setOpen(false);
    const cleared = await ask(
      api.DELETE("/api/lobbies/{code}/chat", { params: { path: { code } } }),
    );
    if (!cleared.ok) toast(formatFailure(cleared.failure));
  }

  return (
    <>
      <button
        type="button"
        class="chat-icon"
        aria-label={t("chat.tools")}
        title={t("chat.tools")}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {open && (
        <div class="chat-tools">
          {others.size > 0 && (
            <fieldset>
              <legend>{t("chat.mute")}</legend>
              {[...others].map(([player, name]) => (
                <FilterChip
                  key={player}
                  chosen={muted.value.includes(player)}
                  label={t("chat.muteName", { name })}
                  onClick={() => setMuted(player, !muted.value.includes(player))}
                >
                  {name}
                </FilterChip>
              ))}
            </fieldset>
          )}
          {clears && (
            <Button variant="quiet" icon="trash" onClick={clear}>
              {t("chat.clear")}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

/** How many lines are new. */
export function Unread({ n }: { n: number }) {
  if (n === 0) return null;
  return (
    <span class="chat-unread">
      {" "}
      <span aria-hidden="true">{n > 9 ? "9+" : n}</span>
      <span class="sr-only">{tn("chat.unread", n)}</span>
    </span>
  );
}
