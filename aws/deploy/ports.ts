/** Where the services listen, by their `config.ts`, and the database. */
export const ports = { gateway: 4567, activities: 4568, database: 5432 } as const;
