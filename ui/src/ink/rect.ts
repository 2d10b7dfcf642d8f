/** Rectangles of whole pixels. */

/** In pixels of the raster; never empty where one is handed out. */
export type Rect = { x: number; y: number; width: number; height: number };
