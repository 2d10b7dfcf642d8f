import { useRef, useState } from "preact/hooks";
import { api, ask, type Game, sayFailure } from "../api/client";
import { Button } from "../design/form/button";
import { toast } from "../design/toast";
import { t } from "../i18n";
import "./promptRating.css";

const thumbs = [
  { value: "good", icon: "thumbUp" },
  { value: "bad", icon: "thumbDown" },
] as const;

type Rating = Game["rating"];

/** A player says what they thought of the prompts; pressing again takes it back. */
export function PromptRating({ game }: { game: Game }) {
  const [rating, setRating] = useState(game.rating);
  const wished = useRef<Rating>(game.rating);
  const kept = useRef<Rating>(game.rating);
  const sending = useRef(false);

  function rate(value: "good" | "bad") {
    wished.current = wished.current === value ? undefined : value;
    setRating(wished.current);
    void send();
  }

  /** One request at a time, so that what was pressed last is what is kept. */
  async function send() {
    if (sending.current) return;
    sending.current = true;
    let sent: Rating;
    do {
      sent = wished.current;
      const answer = await ask(
        api.PUT("/api/games/{id}/rating", {
          params: { path: { id: game.id } },
          body: { prompts: sent ?? "" },
        }),
      );
      if (!answer.ok) {
        toast(sayFailure(answer.failure));
        wished.current = sent = kept.current;
        setRating(sent);
      }
      kept.current = sent;
    } while (wished.current !== sent);
    sending.current = false;
  }

  return (
    <div class="prompt-rating">
      <span>{t("reveal.rate")}</span>
      {thumbs.map(({ value, icon }) => (
        <Button
          key={value}
          look="quiet"
          size="small"
          icon={icon}
          label={t(`reveal.${value}`)}
          pressed={rating === value}
          onClick={() => rate(value)}
        />
      ))}
    </div>
  );
}
