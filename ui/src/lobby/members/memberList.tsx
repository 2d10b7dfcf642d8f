import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Member } from "../../api/client";
import { Chip } from "../../design/chip";
import { Avatar } from "../../design/icons/avatar";
import { Icon } from "../../design/icons/icon";
import { t, tn } from "../../i18n";
import "./memberList.css";

interface Props {
  members: readonly Member[];
  you?: string;
  /** Whether updates arrive at once; otherwise the list may be outdated. */
  live: boolean;
  /** Shown instead of a member's state. */
  instead?: (member: Member) => ComponentChildren | undefined;
  /** Shown at the end of a member's row. */
  end?: (member: Member) => ComponentChildren;
}

/** The members of a lobby and their states. Joins and leaves are announced to screen readers. */
export function MemberList({ members, you, live, instead, end }: Props) {
  return (
    <section class="member-list">
      <header>
        <h2>{t("lobby.hereNow")}</h2>
        {live ? (
          <span>{tn("lobby.players", members.length)}</span>
        ) : (
          <Chip icon="again">{t("lobby.offline")}</Chip>
        )}
      </header>
      <ul>
        {members.map((member) => (
          <li key={member.id} class={isAbsent(member) ? "member-away" : ""}>
            <Avatar name={member.name} id={member.id} />
            <span class="member-row">
              <span class="member-who">
                <span class="member-name">
                  <bdi>{member.name}</bdi>
                  {member.id === you && <small>{t("lobby.you")}</small>}
                </span>
                {(member.host || member.cohost) && (
                  <small class="member-host">
                    <Icon name="crown" size={15} />
                    {t(member.host ? "lobby.host" : "lobby.cohost")}
                  </small>
                )}
              </span>
              {instead?.(member) ?? <StateChip state={member.state} />}
            </span>
            {end?.(member)}
          </li>
        ))}
      </ul>
      <span class="sr-only" role="status">
        {useAnnouncement(members)}
      </span>
    </section>
  );
}

/** Nobody is attending the member's page. */
function isAbsent({ state }: Member): boolean {
  return state === "away" || state === "idle";
}

function StateChip({ state }: { state: Member["state"] }) {
  switch (state) {
    case "here":
      return <Chip>{t("lobby.here")}</Chip>;
    case "ready":
      return (
        <Chip tone="ok" icon="check">
          {t("lobby.isReady")}
        </Chip>
      );
    case "watching":
      return <Chip>{t("lobby.watching")}</Chip>;
    case "playing":
      return <Chip live>{t("lobby.playing")}</Chip>;
    case "looking":
      return <Chip>{t("lobby.looking")}</Chip>;
    case "idle":
      return <Chip>{t("lobby.idle")}</Chip>;
    case "away":
      return <Chip>{t("lobby.away")}</Chip>;
  }
}

/** The last join or leave, in words. */
function useAnnouncement(members: readonly Member[]): string {
  const before = useRef(members);
  const [said, say] = useState("");
  useEffect(() => {
    const was = new Map(before.current.map((m) => [m.id, m.name]));
    const is = new Map(members.map((m) => [m.id, m.name]));
    before.current = members;
    const came = members.filter((m) => !was.has(m.id)).map((m) => m.name);
    const went = [...was].filter(([id]) => !is.has(id)).map(([, name]) => name);
    if (!came.length && !went.length) return;
    say(
      [
        ...came.map((name) => t("lobby.cameIn", { name })),
        ...went.map((name) => t("lobby.wentOut", { name })),
      ].join(" "),
    );
  }, [members]);
  return said;
}
