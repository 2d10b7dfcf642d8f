// Package card draws the picture that a link to a kept game is shown with elsewhere:
// the drawing on its sheet, and beside it the title and who drew it, as Tandem looks.
package card
