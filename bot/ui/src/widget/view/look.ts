/** How a site wants the widget to look: what its attributes say. */
export interface Look {
  /** the company's name */
  name: string;
  /** a part of the page: it can't be closed */
  embedded: boolean;
  server: string;
  muted: boolean;
  /** the address of a picture for the header, or "" */
  logo: string;
  /** the address of a picture beside the assistant's messages, or "" */
  avatar: string;
  /** in place of the assistant's own words of welcome, or "" */
  greeting: string;
}
