import { useCallback } from "preact/hooks";
import { useLocation } from "preact-iso";
import { api, ask, type Exhibit } from "../api/client";
import { Blank } from "../design/blank";
import { Button } from "../design/form/button";
import { Segments } from "../design/form/segments";
import { Select } from "../design/form/select";
import { Waiting } from "../design/waiting";
import { formatLanguage, languages, language as spoken, t } from "../i18n";
import { themes } from "../lobby/settings/themes";
import { FailurePage } from "../page/errorPages";
import { Page } from "../page/frame";
import { LanguageSwitch } from "../page/languageSwitch";
import { usePages } from "../page/usePages";
import { type GalleryFilter, galleryPath, orders, parseFilter } from "./filter";
import { LikeButton } from "./likeButton";
import "../page/otherViews";
import "../wall/wall.css";
import "./words";
import "./galleryPage.css";

/** The drawings that both of their players show. */
export default function Gallery() {
  const { query, route } = useLocation();
  const filter = parseFilter(query);
  const { sort, theme, language, cursor } = filter;
  const fetchPage = useCallback(
    (next?: string) => fetchDrawings({ sort, theme, language, cursor: next ?? cursor }),
    [sort, theme, language, cursor],
  );
  const { items, failure, busy, start, older } = usePages(fetchPage);
  const choose = (change: Partial<GalleryFilter>) => route(galleryPath({ ...filter, ...change }));

  if (failure?.kind === "refused" && failure.status === 404) return <NoGallery />;
  if (failure) return <FailurePage failure={failure} retry={start} />;
  return (
    <Page class="gallery" title={t("gallery.title")} actions={<LanguageSwitch />}>
      <div class="gallery-head">
        <div>
          <h1>{t("gallery.title")}</h1>
          <p class="gallery-about">{t("gallery.about")}</p>
        </div>
        <Filters filter={filter} choose={choose} />
      </div>
      {!items && (
        <p class="gallery-waiting" role="status">
          <Waiting />
          {t("common.loading")}
        </p>
      )}
      {items?.length === 0 && <NoDrawings filtered={galleryPath(filter) !== "gallery"} />}
      {items && items.length > 0 && (
        <ul class="gallery-items">
          {items.map((drawing, i) => (
            <li key={drawing.id}>
              <Drawing drawing={drawing} width={i === 0 ? 1024 : 480} />
            </li>
          ))}
        </ul>
      )}
      {older && (
        <Button variant="secondary" busy={busy} onClick={older} class="gallery-more">
          {t("gallery.more")}
        </Button>
      )}
    </Page>
  );
}

interface FilterProps {
  filter: GalleryFilter;
  choose: (change: Partial<GalleryFilter>) => void;
}

function Filters({ filter, choose }: FilterProps) {
  const words = {
    newest: t("gallery.newest"),
    most_liked: t("gallery.mostLiked"),
    week: t("gallery.week"),
  };
  // The address has a theme's English name, which stands for it in all languages.
  const named = themes.en.map((value, i) => ({
    value,
    word: themes[spoken.value]?.[i] ?? value,
  }));
  const isOwn = filter.theme && !themes.en.includes(filter.theme);
  return (
    <div class="gallery-filters">
      <Segments
        label={t("gallery.order")}
        value={filter.sort}
        options={orders.map((value) => ({ value, word: words[value] }))}
        onChange={(sort) => choose({ sort })}
      />
      <Select
        label={t("gallery.theme")}
        value={filter.theme}
        options={[
          { value: "", word: t("gallery.anyTheme") },
          ...(isOwn ? [{ value: filter.theme, word: filter.theme }] : []),
          ...named,
        ]}
        onChange={(theme) => choose({ theme })}
      />
      <Select
        label={t("gallery.language")}
        value={filter.language}
        options={[
          { value: "", word: t("gallery.anyLanguage") },
          ...languages.map((value) => ({ value, word: formatLanguage(value) })),
        ]}
        onChange={(language) => choose({ language })}
      />
    </div>
  );
}

function Drawing({ drawing, width }: { drawing: Exhibit; width: number }) {
  const [a, b] = drawing.names.map((name) => name || t("common.someone"));
  return (
    <>
      <a class="wall-item" href={`g/${drawing.id}`}>
        <span class="wall-paper" style={{ "--own-paper": drawing.paper }}>
          <img
            src={`${drawing.picture}?width=${width}`}
            width={480}
            height={360}
            alt=""
            loading="lazy"
          />
        </span>
        <span class="gallery-title" lang={drawing.language}>
          {drawing.title}
        </span>
      </a>
      <div class="gallery-foot">
        <p class="gallery-by">{t("common.and", { a, b })}</p>
        <LikeButton
          key={`${drawing.likes} ${drawing.liked}`}
          game={drawing.id}
          title={drawing.title}
          likes={drawing.likes}
          liked={drawing.liked}
        />
      </div>
    </>
  );
}

function NoDrawings({ filtered }: { filtered: boolean }) {
  return (
    <Blank
      doodle="blank"
      title={t(filtered ? "gallery.noneFound" : "gallery.none")}
      text={t(filtered ? "gallery.noneFoundText" : "gallery.noneText")}
    >
      {filtered && (
        <Button variant="primary" href="gallery">
          {t("gallery.all")}
        </Button>
      )}
      <Button variant={filtered ? "quiet" : "primary"} href="./">
        {t("gallery.draw")}
      </Button>
    </Blank>
  );
}

function NoGallery() {
  return (
    <Page title={t("gallery.off")}>
      <Blank doodle="lost" title={t("gallery.off")} text={t("gallery.offText")}>
        <Button variant="primary" href="./">
          {t("common.goHome")}
        </Button>
      </Blank>
    </Page>
  );
}

/** So many drawings are fetched at once. */
const PAGE = 24;

async function fetchDrawings({ sort, theme, language, cursor }: GalleryFilter) {
  const answer = await ask(
    api.GET("/api/gallery", {
      params: {
        query: {
          sort,
          theme: theme || undefined,
          language: language || undefined,
          cursor,
          limit: PAGE,
        },
      },
    }),
  );
  if (!answer.ok) return answer;
  const { games, next_cursor } = answer.data;
  return { ok: true as const, data: { items: games, next: next_cursor } };
}
