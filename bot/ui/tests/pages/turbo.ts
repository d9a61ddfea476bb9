/** Pages that Turbo puts in place of one another without loading them. */

import "@hotwired/turbo";
import "../../src/widget/index";
