interface Props {
  /** The address of the drawing. */
  of: string;
  /** The width in px that the server renders. */
  width: number;
  /** The width at which it is shown. */
  shown?: number;
  alt: string;
}

/** A drawing that the operator may always see: the request carries the session's cookie. */
export function AdminPicture({ of, width, shown = width, alt }: Props) {
  const size = { width: shown, height: Math.round((shown * 3) / 4) };
  return <img src={`${of}?width=${width}`} alt={alt} loading="lazy" {...size} />;
}
