//! Policies as the seeds write them run word for word on a table somebody brings.

use platform_auth_testing::House;
use platform_types::Actor;
use sqlx::Connection;

/// From the seed document, character for character.
const SEED: &str = r#"
-- Users can view their own orders
CREATE POLICY "Users can view own orders"
ON orders FOR SELECT
USING (auth.uid() = user_id);

-- Admins can view all orders
CREATE POLICY "Admins can view all orders"
ON orders FOR SELECT
USING (
  EXISTS (
    SELECT 1 FROM user_roles
    WHERE user_id = auth.uid()
    AND role IN ('ATLVS_ADMIN', 'LEGEND_SUPER_ADMIN')
  )
);
"#;

async fn orders_seen(house: &House, actor: &Actor) -> i64 {
    let mut tx = house.db.as_actor(actor).await.unwrap();
    sqlx::query_scalar("SELECT count(*) FROM theirs.orders").fetch_one(&mut *tx).await.unwrap()
}

#[tokio::test]
async fn the_seeds_policies_run_word_for_word() {
    let house = House::new().await;
    let (ada, bob) = (house.person("Ada").await, house.person("Bob").await);
    let organization = house.organization(&ada, "old-vic").await;
    let admin = house.holder("Admin", "ATLVS_ADMIN", organization.0).await;

    let mut owner = house.test_db.connect(Some("callboard_owner")).await;
    sqlx::raw_sql(
        "CREATE SCHEMA theirs; CREATE TABLE theirs.orders (id int, user_id uuid); GRANT USAGE ON SCHEMA theirs TO anon, authenticated;
         GRANT SELECT ON theirs.orders TO anon, authenticated; SET search_path = theirs, public;",
    )
    .execute(&mut owner)
    .await
    .unwrap();
    sqlx::raw_sql(SEED).execute(&mut owner).await.unwrap();
    for (id, who) in [(1, &ada), (2, &ada), (3, &bob)] {
        sqlx::query("INSERT INTO theirs.orders VALUES ($1, $2)").bind(id).bind(who.user_id().unwrap().0).execute(&mut owner).await.unwrap();
    }
    sqlx::raw_sql("ALTER TABLE theirs.orders ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY").execute(&mut owner).await.unwrap();
    owner.close().await.unwrap();

    assert_eq!(orders_seen(&house, &ada).await, 2);
    assert_eq!(orders_seen(&house, &bob).await, 1);
    assert_eq!(orders_seen(&house, &admin).await, 3, "as the seeds have it: an admin of one organization sees all");
    // The same policies are evaluated for anon, which must get an empty answer and not an error.
    assert_eq!(orders_seen(&house, &Actor::anonymous()).await, 0);
}
